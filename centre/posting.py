"""What an agent does about letters of ours: looking at one before it goes, and sending it."""

from centre.letter_writing import LetterDraft, LetterWriting
from centre.matters import sends_from
from centre.parts import Parts


class Posting:
    """The verbs. `agent` is an account's id. `Desk.take_back` keeps a letter from going, as it does a text."""

    def __init__(self, parts: Parts, writing: LetterWriting) -> None:
        self._parts = parts
        self._writing = writing

    async def preview(self, agent: str, contact: str, draft: LetterDraft) -> list[str]:
        """The pages as pictures."""
        return await self._writing.preview(await sends_from(self._parts, agent, contact), draft)

    async def post(self, agent: str, contact: str, draft: LetterDraft, key: str, undo_s: float = 0) -> None:
        """A letter to the resident, which can be taken back for `undo_s` seconds."""
        mine = await sends_from(self._parts, agent, contact)
        await self._writing.send(mine, draft, author=agent, key=key, undo_s=undo_s)
