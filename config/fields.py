"""How one setting is declared, and how what is wrong with it is told: both from the same words."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from core.errors import Problem

Known = dict[str, Any]
"""The settings checked so far, by field name, in the order they are declared."""


def asked(
    default: Any = "",
    *,
    means: str,
    must_be: str,
    made: Callable[[Known], Any] | None = None,
    shown: str | None = None,
    secret: bool = False,
    pattern: str | None = None,
    **checks: Any,
) -> Any:
    """A setting's field. `made` derives the default from the settings above it; `shown` is how the table says it."""
    told: JsonDict = {"must_be": must_be, "shown": _shown(default) if shown is None else shown, "secret": secret}
    if pattern is not None:
        checks["pattern"] = rf"^(?:{pattern})$"
    if made is not None:
        return Field(default_factory=made, description=means, json_schema_extra=told, repr=not secret, **checks)
    return Field(default, description=means, json_schema_extra=told, repr=not secret, **checks)


def told(model: type[BaseModel], name: str) -> dict[str, Any]:
    """What `asked` was told about the field: `must_be`, `shown`, `secret`; empty for a field of another kind."""
    extra = model.model_fields[name].json_schema_extra
    return dict(extra) if isinstance(extra, dict) else {}


def _shown(default: Any) -> str:
    return f"`{default}`" if str(default) else ""


def problem_of(model: type[BaseModel], error: Any) -> Problem | None:
    """One sentence for one of pydantic's errors; None for those that only follow from another.

    A secret's value is not repeated.
    """
    if error["type"] == "default_factory_not_called":
        return None
    name = str(error["loc"][0]) if error["loc"] else ""
    if name not in model.model_fields:
        return Problem(message=str(error["msg"]))
    about = told(model, name)
    value = "" if about.get("secret") else f" ({error['input']!r})"
    return Problem(message=f"{name.upper()} has a wrong value{value}: it must be {about.get('must_be', 'right')}.")
