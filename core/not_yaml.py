"""What is wrong with a text that is not YAML, in words for whoever wrote it; the library's own are for its authors."""

from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import ScalarEvent
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.tokens import (
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
)

Told = tuple[str, int, int]
"""A sentence, and its line and column, from 1; 0 and 0 where nobody knows."""

OPENED: Final = "The bracket `{bracket}` is opened here, and nothing closes it."
ENDED: Final = "but found '<stream end>'"
WHERE_IT_BEGAN: Final = {
    "expected ',' or ']'": OPENED.format(bracket="["),
    "expected ',' or '}'": OPENED.format(bracket="{"),
    "found unexpected end of stream": "A quote is opened here, and nothing closes it.",
}
"""By the beginning of the library's words: the place that helps is not where the text ended, but what was opened."""

TWICE: Final = "The key `{quoted}` stands here twice."
WHERE_IT_BROKE: Final = {
    "found duplicate key": TWICE,
    "mapping values are not allowed": "No colon is expected here. Words with a colon in them go in quotes, and keys "
    "that belong together begin in one column.",
    "could not find expected ':'": "The key above has no colon after it.",
    "sequence entries are not allowed": "A list begins on a line of its own, below its key.",
    "expected <block end>": "This does not fit what stands above it. What belongs together begins in one column.",
    "found character '\\t'": "A tab stands here. Indent with spaces.",
    "found character": "Words that begin with `{found}` go in quotes.",
    "but found another document": "A second document begins here. Only one can stand in this text.",
    "expected the node content": "A value is missing before `{found}`.",
}
UNREADABLE: Final = "A character stands here that nobody can read. Delete it."
NO_SUCH_VALUE: Final = "There is no such date or number. If it is words, put it in quotes."
NOT_YAML: Final = "This is not YAML."


def told(error: YAMLError | ValueError, text: str) -> Told:
    """What to say of the error that reading `text` raised."""
    if isinstance(error, MarkedYAMLError):
        return _unclosed(text) if ENDED in (error.problem or "") else _marked(error)
    if isinstance(error, ReaderError):
        before = text[: error.position]
        return UNREADABLE, before.count("\n") + 1, len(before) - before.rfind("\n")
    if isinstance(error, YAMLError):
        return NOT_YAML, 0, 0
    return NO_SUCH_VALUE, *_unreadable_value(text)


def _unclosed(text: str) -> Told:
    """The text ended within a bracket. The library does not tell where that was opened."""
    opened: list[FlowSequenceStartToken | FlowMappingStartToken] = []
    for token in YAML(typ="rt").scan(text):
        if isinstance(token, (FlowSequenceStartToken, FlowMappingStartToken)):
            opened.append(token)
        elif isinstance(token, (FlowSequenceEndToken, FlowMappingEndToken)):
            opened.pop()
    bracket = "[" if isinstance(opened[-1], FlowSequenceStartToken) else "{"
    return OPENED.format(bracket=bracket), *_at(opened[-1].start_mark)


def _marked(error: MarkedYAMLError) -> Told:
    problem = error.problem or ""
    for beginning, sentence in WHERE_IT_BEGAN.items():
        if problem.startswith(beginning):
            return sentence, *_at(error.context_mark)
    place = _at(error.problem_mark or error.context_mark)
    for beginning, sentence in WHERE_IT_BROKE.items():
        if problem.startswith(beginning):
            quoted, found = problem.split('"')[1:2], problem.split("'")[1:2]
            return sentence.format(quoted="".join(quoted), found="".join(found)), *place
    return f"This is not YAML: {problem}." if problem else NOT_YAML, *place


def _at(mark: object) -> tuple[int, int]:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    return (0, 0) if line is None or column is None else (line + 1, column + 1)


def _unreadable_value(text: str) -> tuple[int, int]:
    """The library does not tell where a value stands that looks like a date and is none: each is read alone."""
    for event in YAML(typ="rt").parse(text):
        if isinstance(event, ScalarEvent) and not event.style:
            try:
                YAML(typ="rt").load(event.value)
            except ValueError:
                return _at(event.start_mark)
            except YAMLError:
                continue
    return 0, 0
