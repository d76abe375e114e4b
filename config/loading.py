"""Reads the county's files: YAML as typed models that remember where in the file each of their values stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from core.document import Document, model_of
from core.errors import ConfigInvalid, Problem

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[Model]):
    """A file that was read: what it says, and the means to point at a place in it."""

    model: Model
    document: Document

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """A problem at the place that `path` leads to, as near as the file has it."""
        return self.document.problem(path, message)


def read(path: Path, model: type[Model], *, shown: str | None = None) -> Read[Model]:
    """The file as `model`; `shown` is its name in messages. Raises ConfigInvalid with every problem in it."""
    document = Document(text_of(path, shown=shown), file=shown or path.name)
    return Read(model=model_of(document, model), document=document)


def text_of(path: Path, *, shown: str | None = None) -> str:
    """A file's text; raises ConfigInvalid when it cannot be had."""
    name = shown or path.name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigInvalid([Problem(message="This file cannot be read.", file=name)]) from error
    except UnicodeDecodeError as error:
        raise ConfigInvalid([Problem(message="This file is not UTF-8 text.", file=name)]) from error
