"""Two records of one person made one, each time so that they can be separated again.

1. Contacts, cases and markers of the one who is merged are moved, and each is noted; addresses are copied where the
   kept one lacks them, and what else the kept one lacks is filled in.
2. The merged one stays as they were, with their own addresses, out of every search: `merged_into` says where they went.
3. Separated, everything that was noted goes back, unless somebody has changed it since. What came later stays. What the
   kept one loses by it and has from another merge as well is filled in again from there.

A merge of the kept one into a third is separated first: what was moved is no longer where it was noted.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select, update
from sqlalchemy import delete as removing

from core.errors import Conflict, InvalidInput, NotFound
from records import tables
from records.family import Family
from records.person_rows import Merge
from records.person_tables import markers, merge_moves, merges
from records.rows import Person

FILLED: Final = ("name", "language", "access_needs")
MOVED: Final = {
    "contact": tables.contacts.c.person_id,
    "concern": tables.contacts.c.concerns_person_id,
    "case": tables.cases.c.person_id,
    "marker": markers.c.person_id,
}
"""What a merge moves, by the column that says whose it is."""

THEMSELVES: Final = "Choose somebody else: nobody is merged with themselves."
GONE: Final = "One of the two has been merged with somebody in the meantime. Look again."
BOTH_CONFIRMED: Final = "Both have been confirmed as who they are, so they are two people and stay apart."
KEEPS_CONFIRMED: Final = "Who has been confirmed is kept: merge the other one into them."
LATER_FIRST: Final = "They have been merged with somebody else since. Separate that first."


def why_not(kept: Person, merged: Person) -> str | None:
    """Why two people may not become one, as a sentence; None when they may."""
    if kept.id == merged.id:
        return THEMSELVES
    if kept.merged_into or merged.merged_into:
        return GONE
    if kept.verified_at and merged.verified_at:
        return BOTH_CONFIRMED
    return KEEPS_CONFIRMED if merged.verified_at else None


class Merges(Family):
    """Merges that stand, and those that were separated."""

    table = merges

    def make(self, kept_id: str, merged_id: str, *, by: str, why: str, key: str) -> Merge:
        """From now on the merged one is the kept one. The same `key` again is the same merge.

        Of several who merge one of the two at once, the first does; the others get Conflict.
        """
        kept, merged = self._locked(kept_id, merged_id)
        known = self.by_key(key)
        if known is not None:
            return known
        refused = why_not(kept, merged)
        if refused == THEMSELVES:
            raise InvalidInput(refused, field="other")
        if refused is not None:
            raise Conflict(refused)
        merge_id = self._new_id("mrg")
        filled = _gaps(kept, merged, FILLED)
        values = {"kept_id": kept.id, "merged_id": merged.id, "by": by, "at": self._now, "why": why, "key": key}
        self._insert({"id": merge_id, **values, "filled": filled})
        self._move(merge_id, kept.id, merged.id)
        self._copy_addresses(merge_id, kept.id, merged.id)
        self._set(kept.id, filled)
        self._set(merged.id, {"merged_into": kept.id})
        return self.get(merge_id)

    def part(self, merge_id: str, *, by: str, why: str) -> Merge:
        """They are two again. Separated already: nothing happens, and the merge says by whom."""
        found = self.get(merge_id)
        kept, _ = self._locked(found.kept_id, found.merged_id)
        merge = self.get(merge_id)
        if merge.parted_at is not None:
            return merge
        if kept.merged_into is not None:
            raise Conflict(LATER_FIRST)
        self._move_back(merge)
        lost = [name for name, value in merge.filled.items() if getattr(kept, name) == value]
        self._set(kept.id, dict.fromkeys(lost))
        self._set(merge.merged_id, {"merged_into": None})
        self._change(merge.id, {"parted_at": self._now, "parted_by": by, "parted_why": why})
        self._fill_again(kept.id, lost)
        return self.get(merge_id)

    def get(self, merge_id: str) -> Merge:
        """Raises NotFound."""
        return self._one(Merge, self._select(Merge).where(self.table.c.id == merge_id), "merge")

    def by_key(self, key: str) -> Merge | None:
        """The merge that was asked for under this key, if there is one."""
        return self._first(Merge, self._select(Merge).where(self.table.c.key == key))

    def of_person(self, person_id: str) -> list[Merge]:
        """Every merge in which this person was kept or merged, oldest first."""
        row = self.table.c
        query = self._select(Merge).where((row.kept_id == person_id) | (row.merged_id == person_id))
        return self._all(Merge, query.order_by(row.at, row.id))

    def standing_of(self, person_id: str) -> Merge | None:
        """The merge by which this person is somebody else now."""
        row = self.table.c
        return self._first(Merge, self._select(Merge).where(row.merged_id == person_id, row.parted_at.is_(None)))

    def moved(self, merge_id: str) -> list[tuple[str, str]]:
        """What it moved: of each its kind and its id, or the address."""
        row = merge_moves.c
        query = select(row.kind, row.what).where(row.division == self._division, row.merge_id == merge_id)
        return [(kind, what) for kind, what in self._connection.execute(query.order_by(row.kind, row.what))]

    def since(self, merge: Merge) -> int:
        """How many contacts of the kept one came after the merge."""
        row = tables.contacts.c
        theirs = (row.division == self._division) & (row.person_id == merge.kept_id) & (row.arrived_at > merge.at)
        query = select(func.count()).select_from(tables.contacts).where(theirs, row.consults.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def _locked(self, *person_ids: str) -> list[Person]:
        """These people as they are, and nobody links anything to them until this transaction ends."""
        row = tables.people.c
        query = self._select(Person, tables.people).where(row.id.in_(person_ids))
        found = self._connection.execute(query.order_by(row.id).with_for_update()).mappings()
        people = {each["id"]: Person(**each) for each in found}
        if not people.keys() >= set(person_ids):
            raise NotFound("There is no such person.")
        return [people[each] for each in person_ids]

    def _move(self, merge_id: str, kept_id: str, merged_id: str) -> None:
        for kind, whose in MOVED.items():
            theirs = (whose.table.c.division == self._division) & (whose == merged_id)
            self._note(merge_id, select(literal(kind), whose.table.c.id).where(theirs))
            self._connection.execute(update(whose.table).where(theirs).values({whose: kept_id}))

    def _move_back(self, merge: Merge) -> None:
        for kind, whose in MOVED.items():
            noted = select(merge_moves.c.what).where(self._noted(merge.id), merge_moves.c.kind == kind)
            still = (whose.table.c.division == self._division) & (whose == merge.kept_id)
            statement = update(whose.table).where(still, whose.table.c.id.in_(noted))
            self._connection.execute(statement.values({whose: merge.merged_id}))
        has = tables.addresses.c
        copied = exists().where(self._noted(merge.id), merge_moves.c.kind == has.kind, merge_moves.c.what == has.value)
        mine = (has.division == self._division) & (has.person_id == merge.kept_id)
        self._connection.execute(removing(tables.addresses).where(mine, copied))

    def _copy_addresses(self, merge_id: str, kept_id: str, merged_id: str) -> None:
        theirs, kept = tables.addresses.alias("theirs").c, tables.addresses.alias("kept").c
        has = and_(kept.person_id == kept_id, kept.kind == theirs.kind, kept.value == theirs.value)
        lacking = and_(
            theirs.division == self._division,
            theirs.person_id == merged_id,
            ~exists().where(kept.division == self._division, has),
        )
        self._note(merge_id, select(theirs.kind, theirs.value).where(lacking))
        query = select(literal(self._division), literal(kept_id), theirs.kind, theirs.value, theirs.created_at)
        columns = ["division", "person_id", "kind", "value", "created_at"]
        self._connection.execute(insert(tables.addresses).from_select(columns, query.where(lacking)))

    def _fill_again(self, kept_id: str, lost: Iterable[str]) -> None:
        """What the kept one lost may be in another merge of theirs that stands."""
        for merge in self.of_person(kept_id):
            if merge.kept_id != kept_id or merge.parted_at is not None:
                continue
            self._copy_addresses(merge.id, kept_id, merge.merged_id)
            kept, merged = self._locked(kept_id, merge.merged_id)
            filled = _gaps(kept, merged, lost)
            self._set(kept_id, filled)
            self._change(merge.id, {"filled": {**merge.filled, **filled}} if filled else {})

    def _note(self, merge_id: str, found: Select[Any]) -> None:
        """`found` is of a kind and what it is, each row one that this merge moves."""
        query = found.add_columns(literal(self._division), literal(merge_id))
        columns = ["kind", "what", "division", "merge_id"]
        self._connection.execute(insert(merge_moves).from_select(columns, query))

    def _noted(self, merge_id: str) -> ColumnElement[bool]:
        return and_(merge_moves.c.division == self._division, merge_moves.c.merge_id == merge_id)

    def _set(self, person_id: str, changes: dict[str, Any]) -> None:
        if changes:
            mine = (tables.people.c.id == person_id) & (tables.people.c.division == self._division)
            self._connection.execute(update(tables.people).where(mine).values(**changes))


def _gaps(kept: Person, merged: Person, names: Iterable[str]) -> dict[str, str]:
    """What the kept one lacks and the merged one has."""
    return {name: getattr(merged, name) for name in names if getattr(merged, name) and not getattr(kept, name)}
