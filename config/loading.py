"""Reads YAML documents into typed models, and says where in the file each mistake is.

Every problem found is reported at once, in document order, with file, line and column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from core.errors import ConfigInvalid, Problem

Model = TypeVar("Model", bound=BaseModel)
Path_ = Sequence[str | int]

SENTENCES = {
    "extra_forbidden": "There is no such key here.",
    "missing": "The key `{key}` is missing.",
    "string_type": "This must be words.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "bool_type": "This must be true or false.",
    "dict_type": "This must be a list of keys, each with its value.",
    "model_type": "This must be a list of keys, each with its value.",
    "tuple_type": "This must be a list.",
    "list_type": "This must be a list.",
    "union_tag_not_found": "The key `kind` is missing.",
}
"""What a person reads in place of the validator's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Generic[Model]):
    """A file that was read: its model, and the means to point at a place in it."""

    file: str
    model: Model
    tree: Any

    def problem(self, path: Path_, message: str) -> Problem:
        """A problem at the place that `path` leads to, as near as the file has it."""
        line, column = place_of(self.tree, path)
        return Problem(message=message, file=self.file, line=line, column=column)


def read(path: Path, model: type[Model], *, shown: str | None = None) -> Document[Model]:
    """The file as `model`; `shown` is its name in messages. Raises ConfigInvalid with every problem in it."""
    name = shown or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigInvalid([Problem(message="This file cannot be read.", file=name)]) from error
    except UnicodeDecodeError as error:
        raise ConfigInvalid([Problem(message="This file is not UTF-8 text.", file=name)]) from error
    return parse(text, model, file=name)


def parse(text: str, model: type[Model], *, file: str = "") -> Document[Model]:
    """As `read`, from text."""
    tree = _tree(text, file)
    try:
        return Document(file=file, model=model.model_validate(plain(tree)), tree=tree)
    except ValidationError as error:
        problems = [_problem(tree, details, file) for details in error.errors()]
        raise ConfigInvalid(sorted(problems, key=lambda problem: (problem.line, problem.column))) from None


def place_of(tree: Any, path: Path_) -> tuple[int, int]:
    """Line and column, from 1, of the deepest part of `path` that the document has."""
    line, column = _start(tree)
    for part in path:
        if isinstance(tree, CommentedMap) and part in tree:
            line, column = tree.lc.key(part)
        elif isinstance(tree, CommentedSeq) and isinstance(part, int) and part < len(tree):
            line, column = tree.lc.item(part)
        else:
            # A validator names its own steps too (the kind of a union, "[key]"): the document has no such part.
            continue
        tree = tree[part]
    return line + 1, column + 1


def plain(tree: Any) -> Any:
    """The document's values without their places."""
    if isinstance(tree, Mapping):
        return {plain(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    if isinstance(tree, bool):
        return bool(tree)
    for kind in (str, int, float):
        if isinstance(tree, kind):
            return kind(tree)
    return tree


def _tree(text: str, file: str) -> Any:
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = (error.problem or "This is not YAML.").capitalize().rstrip(".") + "."
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise ConfigInvalid([Problem(message=message, file=file, line=line, column=column)]) from None
    except YAMLError as error:
        raise ConfigInvalid([Problem(message="This is not YAML.", file=file)]) from error
    return {} if tree is None else tree


def _problem(tree: Any, details: ErrorDetails, file: str) -> Problem:
    path = details["loc"]
    sentence = SENTENCES.get(details["type"])
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    message = sentence.format(key=key) if sentence else f"{details['msg'].removeprefix('Value error, ').rstrip('.')}."
    line, column = place_of(tree, path)
    return Problem(message=message, file=file, line=line, column=column)


def _start(tree: Any) -> tuple[int, int]:
    if isinstance(tree, CommentedMap | CommentedSeq) and tree.lc.line is not None:
        return tree.lc.line, tree.lc.col
    return 0, 0
