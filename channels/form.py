"""Reading a provider's form: what is required, what may be missing, what is a number."""

from collections.abc import Mapping

from core.errors import InvalidInput


def required(form: Mapping[str, str], name: str) -> str:
    """The value, or InvalidInput that names what the provider left out."""
    value = form.get(name, "")
    if not value:
        raise InvalidInput(f"The request has no '{name}'.", field=name)
    return value


def optional(form: Mapping[str, str], name: str) -> str | None:
    """The value, or None when it is missing or empty."""
    return form.get(name) or None


def number(form: Mapping[str, str], name: str) -> int | None:
    """The whole number, None when it is missing; InvalidInput when it is something else."""
    text = form.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise InvalidInput(f"'{name}' is not a whole number.", field=name)
    return int(text)
