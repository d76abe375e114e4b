"""YAML text as values that remember their places, so that every mistake can be shown at its line and column.

Text in, values out: no file is read here.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

from core import misfits, not_yaml
from core.errors import ConfigInvalid, Problem

Path = Sequence[str | int]

DEEPEST: Final = 40
"""Of lists and keys within one another: nothing of ours goes a quarter so deep, and what reads them is recursive."""

BRACKET: Final = re.compile(r"[\[\]{}]")


class Document:
    """A YAML document: `values` without its places, and `problem` to point at one.

    `twice` are the keys that stand a second time, each with the path to its first.
    """

    def __init__(self, text: str, *, file: str = "", keep_first: bool = False) -> None:
        """Reads `text`; raises ConfigInvalid, with the place, when it is not YAML, has a key twice or goes too deep.

        With `keep_first` a key that stands twice is read where it stands first, for whoever tells all that is wrong.
        """
        self.file = file
        self.lines = text.splitlines()
        try:
            self._tree, repeated = _tree(text, file)
            self.values = _plain(self._tree)
        except RecursionError:
            _refuse_without_end(text, file)
            raise
        self.twice = [self._again(each) for each in repeated]
        if self.twice and not keep_first:
            raise ConfigInvalid(in_order([problem for _, problem in self.twice]))

    def _again(self, repeated: "Repeated") -> tuple[Path, Problem]:
        tree, key, line, column = repeated
        message = not_yaml.TWICE.format(quoted=key)
        path = next((path for path, each in _mappings(self._tree) if each is tree), ())
        return (*path, key), Problem(message=message, file=self.file, line=line, column=column)

    def problem(self, path: Path, message: str) -> Problem:
        """A problem with what `path` leads to, or with as much of the path as the document has."""
        line, column = self.place(path)
        return Problem(message=message, file=self.file, line=line, column=column)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column, from 1, of the key or list item that `path` leads to."""
        return _place(self._tree, path)

    def value_place(self, path: Path) -> tuple[int, int]:
        """Line and column, from 1, of the value under a key."""
        parent, key = _follow(self._tree, path[:-1]), path[-1]
        if isinstance(parent, CommentedMap) and key in parent:
            line, column = parent.lc.value(key)
            return line + 1, column + 1
        return self.place(path)

    def validation(self, error: ValidationError, at: Path = ()) -> list[Problem]:
        """What a pydantic model found wrong with the values under `at`, in sentences."""
        return [self.problem((*at, *details["loc"]), misfits.sentence(details)) for details in error.errors()]


def model_of(document: Document, model: type[BaseModel]) -> Any:
    """The document as `model`; raises ConfigInvalid with every problem, in document order."""
    try:
        return model.model_validate(document.values)
    except ValidationError as error:
        raise ConfigInvalid(in_order(document.validation(error))) from None


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems as a reader meets them."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))


Repeated = tuple[Any, Any, int, int]
"""The keys among which one stands twice, which it is, and the line and column of the second."""


class _Keys(RoundTripConstructor):
    """Takes the first of two keys of one name, and notes the other. The library stops at it, and tells nothing more."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.repeated: list[Repeated] = []

    def check_mapping_key(self, node: Any, key_node: Any, mapping: Any, key: Any, value: Any) -> bool:
        if key in mapping:
            self.repeated.append((mapping, key, key_node.start_mark.line + 1, key_node.start_mark.column + 1))
        return key not in mapping


def _tree(text: str, file: str) -> tuple[Any, list[Repeated]]:
    try:
        # Thousands of brackets take the library seconds before it gives up.
        if "*" in text or _brackets(text) > DEEPEST:
            _refuse_without_end(text, file)
        yaml = YAML(typ="rt")
        yaml.Constructor = _Keys
        tree = yaml.load(text)
    except (YAMLError, ValueError) as error:
        message, line, column = not_yaml.told(error, text)
        raise ConfigInvalid([Problem(message=message, file=file, line=line, column=column)]) from None
    return CommentedMap() if tree is None else tree, yaml.constructor.repeated


def _mappings(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """All that have keys, and where."""
    if isinstance(tree, CommentedMap):
        yield path, tree
    inside = tree.items() if isinstance(tree, CommentedMap) else enumerate(tree) if isinstance(tree, list) else ()
    for part, each in inside:
        yield from _mappings(each, (*path, part))


def _brackets(text: str) -> int:
    """How many are open at once, at most, those within words included."""
    return max(accumulate(1 if sign in "[{" else -1 for sign in BRACKET.findall(text)), default=0)


def _refuse_without_end(text: str, file: str) -> None:
    """Raises where an alias stands, or what is too deep.

    A few aliases of aliases are a document without end; whoever reads rules is served by the words themselves.
    """
    depth = 0
    for event in YAML(typ="rt").parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if isinstance(event, AliasEvent):
            message = f"`*{event.anchor}` stands for something else. Write it out here."
        elif depth > DEEPEST:
            message = f"This stands within more than {DEEPEST} lists or keys. Write it with fewer of them."
        else:
            continue
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        raise ConfigInvalid([Problem(message=message, file=file, line=line, column=column)])


def _follow(tree: Any, path: Path) -> Any:
    for part in path:
        if not _has(tree, part):
            return None
        tree = tree[part]
    return tree


def _has(tree: Any, part: str | int) -> bool:
    if isinstance(tree, CommentedMap):
        return part in tree
    return isinstance(tree, CommentedSeq) and isinstance(part, int) and part < len(tree)


def _place(tree: Any, path: Path) -> tuple[int, int]:
    line, column = (tree.lc.line, tree.lc.col) if isinstance(tree, CommentedMap | CommentedSeq) else (0, 0)
    for part in path:
        if not _has(tree, part):
            # A validator names steps of its own (which part of a union): the document has none such.
            continue
        line, column = tree.lc.key(part) if isinstance(tree, CommentedMap) else tree.lc.item(part)
        tree = tree[part]
    return (line or 0) + 1, (column or 0) + 1


def _plain(tree: Any, depth: int = 0) -> Any:
    """Raises RecursionError beyond DEEPEST, wherever the interpreter's own limit is."""
    if isinstance(tree, CommentedMap | list) and depth >= DEEPEST:
        raise RecursionError
    if isinstance(tree, CommentedMap):
        return {_plain(key): _plain(value, depth + 1) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(value, depth + 1) for value in tree]
    if isinstance(tree, bool) or tree is None:
        return tree
    for kind in (str, int, float):
        if isinstance(tree, kind):
            return kind(tree)
    return tree
