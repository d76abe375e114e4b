"""One condition of a rule: CEL (https://cel.dev), compiled against the names in `facts`, so a slip is found at once.

The only module that knows the CEL library.
"""

import difflib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from cel_expr_python import cel  # type: ignore[import-untyped]

from router.rules.facts import KINDS

TYPES: Final = {
    "words": cel.Type.STRING,
    "number": cel.Type.INT,
    "yes or no": cel.Type.BOOL,
    "list of words": cel.Type.List(cel.Type.STRING),
    "words by name": cel.Type.Map(cel.Type.STRING, cel.Type.STRING),
}
PLACE: Final = re.compile(r"<input>:(\d+):(\d+): (.*)")
UNKNOWN: Final = re.compile(r"undeclared reference to '([^']*)'")
MISMATCH: Final = re.compile(r"found no matching overload for '([^']*)' applied to '\(?([^')]*)\)?'")
SPOKEN: Final = {"string": "words", "int": "a number", "bool": "yes or no", "list(string)": "a list of words"}


@cache
def _environment() -> Any:
    """Made when the first condition is compiled: it takes 50 ms, which a start can do without."""
    return cel.NewEnv(variables={name: TYPES[kind] for name, kind in KINDS.items()})


class ExpressionInvalid(Exception):
    """A condition that does not compile. `line` and `column` count from 1 within its own text."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class RuleExpr:
    """A compiled condition. `broken` is why the library gave it up, once it did: it counts its steps, and stops."""

    def __init__(self, text: str) -> None:
        """Compiles; raises ExpressionInvalid."""
        self.text = text
        self.broken: str | None = None
        try:
            self._compiled = _environment().compile(text)
        except RuntimeError as error:
            raise _invalid(str(error)) from None
        if self._compiled.return_type() != cel.Type.BOOL:
            raise ExpressionInvalid("A condition must be something that is true or false.")

    def holds(self, named: Mapping[str, Any]) -> bool:
        """Whether it is true of these facts. What cannot be worked out (a thing never said) does not hold."""
        try:
            value = self._compiled.eval(data=dict(named))
        except Exception as error:
            # Whatever it is: one rule that is left out must not keep the others from being asked.
            self.broken = _plain(str(error) or type(error).__name__)
            return False
        return bool(value.type() == cel.Type.BOOL and value.value())


def _plain(said: str) -> str:
    if "budget" in said:
        return "its condition takes too many steps: fewer lists within lists, or shorter ones"
    return f"its condition cannot be worked out: {said.split(' [')[0]}"


def _invalid(said: str) -> ExpressionInvalid:
    found = PLACE.search(said)
    if found is None:
        return ExpressionInvalid("This condition cannot be read.")
    return ExpressionInvalid(_sentence(found[3]), int(found[1]), int(found[2]))


def _sentence(message: str) -> str:
    if unknown := UNKNOWN.search(message):
        near = difflib.get_close_matches(unknown[1], KINDS, n=1)
        return f"There is no `{unknown[1]}`." + (f" Did you mean `{near[0]}`?" if near else "")
    if mismatch := MISMATCH.search(message):
        sides = " and ".join(SPOKEN.get(side.strip(), side.strip()) for side in mismatch[2].split(","))
        return f"`{mismatch[1].strip('_')}` does not go with {sides}."
    if "Syntax error" in message:
        return "This condition is not finished, or a sign in it is wrong."
    return f"This condition cannot be read: {message.split(' [')[0]}."
