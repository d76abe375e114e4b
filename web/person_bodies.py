"""What browsers may send about a person: with whom they are one, how they were confirmed, a worry about them."""

from typing import Annotated

from pydantic import StringConstraints

from web.bodies import Body, Line, MaybeLine, Word


class Search(Body):
    """Without words, who it may be."""

    words: MaybeLine = ""


class SamePerson(Body):
    """`person` is whom the contact was from as the page showed it; `key` is made once by the page for each merge."""

    person: Word | None = None
    other: Word
    reason: Line
    key: Word


class Separate(Body):
    merge: Word
    reason: Line


class Verify(Body):
    """How the agent knows; what is empty is taken back."""

    how: MaybeLine = ""


class Marker(Body):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
