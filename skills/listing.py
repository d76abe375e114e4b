"""The list of skills, as `skills.yaml` says it: an id, what people call it, what it takes. Text in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.document import Document, model_of
from core.misfits import SLUG


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One thing that an agent can be good at, at a level from 1 (has begun) to 5 (teaches it)."""

    id: str
    label: str
    what: str = ""


class SkillShape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: Annotated[str, Field(min_length=1)]
    what: str = ""


class SkillsShape(BaseModel):
    """skills.yaml"""

    model_config = ConfigDict(extra="forbid")

    skills: dict[Annotated[str, SLUG], SkillShape]


def read_skills(text: str, *, file: str = "skills.yaml") -> Mapping[str, Skill]:
    """Every skill by its id; raises ConfigInvalid with each problem at its line."""
    shape: SkillsShape = model_of(Document(text, file=file), SkillsShape)
    return {id: Skill(id=id, label=skill.label, what=skill.what) for id, skill in shape.skills.items()}
