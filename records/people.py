"""People and the addresses they are reached at, and each person's story over every channel."""

from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, func, or_, select

from core.address import Address, AddressKind
from core.errors import InvalidInput, NotFound
from records import statements, tables
from records.family import Family
from records.folded import folded, in_database
from records.living import living
from records.rows import Person, TimelineItem
from records.timeline import Timeline

_HAS, _PERSON = tables.addresses.c, tables.people.c
_ITS_OWNERS: Final = select(_HAS.person_id).where(
    _HAS.division == bindparam("division"), _HAS.kind == bindparam("kind"), _HAS.value == bindparam("value")
)
REACHED_AT: Final = (
    statements.selecting(tables.people, Person)
    .where(_PERSON.division == bindparam("division"), _PERSON.merged_into.is_(None), _PERSON.id.in_(_ITS_OWNERS))
    .order_by(_PERSON.created_at, _PERSON.id)
)
_CHANGEABLE: Final = frozenset({"name", "language", "access_needs"})


DIGITS_AT_LEAST: Final = 4
"""Fewer of a number are in too many of them."""


def _digits(words: str) -> str:
    """A part of a number as it is kept, without the zero before it; empty for anything else."""
    digits = "".join(each for each in words if each.isdecimal())
    is_number = all(each.isdecimal() or each in " +()-" for each in words.strip())
    return digits.lstrip("0") if is_number and len(digits) >= DIGITS_AT_LEAST else ""


class People(Family):
    """Residents. An address may be shared: a search gives everybody who has it, never a silent pick."""

    table = tables.people

    def create(self, name: str | None = None, addresses: tuple[Address, ...] | list[Address] = ()) -> Person:
        """A new person, with or without a name."""
        person_id = self._new_id("per")
        self._insert({"id": person_id, "name": name, "created_at": self._now})
        for address in addresses:
            self.add_address(person_id, address)
        return self.get(person_id)

    def get(self, person_id: str) -> Person:
        """Whoever this is by now: of one who was merged, the person that was kept. Raises NotFound."""
        person = self.itself(person_id)
        return self.get(person.merged_into) if person.merged_into else person

    def itself(self, person_id: str) -> Person:
        """This very one, merged or not. Raises NotFound."""
        people = self._people(self._select(Person).where(tables.people.c.id == person_id))
        if not people:
            raise NotFound("There is no such person.")
        return people[0]

    def find(self, address: Address) -> list[Person]:
        """Everybody who is reached at `address`, oldest acquaintance first."""
        known = {"division": self._division, "kind": address.kind, "value": address.value}
        return self._people(REACHED_AT, known)

    def named(self, name: str, limit: int) -> list[Person]:
        """Whoever is called exactly so, but for capital letters; the oldest acquaintance first."""
        same = func.lower(tables.people.c.name) == name.strip().lower()
        return self._people(self._living().where(same).limit(limit))

    def like(self, words: str, limit: int) -> list[Person]:
        """Whoever has all of these words in their name, in any order, accents and apostrophes aside; or whoever is
        reached at a number or an address with this in it. Nobody has no words at all."""
        parts, digits = (folded(words) or "").split(), _digits(words)
        if not parts:
            return []
        name = in_database(tables.people.c.name, self._dialect)
        is_like = and_(*(name.contains(part, autoescape=True) for part in parts))
        if digits or "@" in words:
            holds = _HAS.value.contains(digits or words.strip().lower(), autoescape=True)
            is_like = or_(is_like, _PERSON.id.in_(select(_HAS.person_id).where(_HAS.division == self._division, holds)))
        return self._people(self._living().where(is_like).limit(limit))

    def update(self, person_id: str, **changes: Any) -> Person:
        """Change `name`, `language` or `access_needs`; only what is given."""
        if not changes.keys() <= _CHANGEABLE:
            raise InvalidInput("Only a person's name, language and access needs can be changed.")
        if changes:
            self._change(living(self._connection, self._division, person_id), changes)
        return self.get(person_id)

    def verify(self, person_id: str, by: str, how: str | None) -> Person:
        """An agent has confirmed that they are who they say, and how; without a `how`, that is taken back."""
        said = (self._now, by, how) if how else (None, None, None)
        changes = dict(zip(("verified_at", "verified_by", "verified_how"), said, strict=True))
        self._change(living(self._connection, self._division, person_id), changes)
        return self.get(person_id)

    def add_address(self, person_id: str, address: Address) -> bool:
        """Whether it is new to this person."""
        whose = living(self._connection, self._division, person_id)
        values = {"person_id": whose, "kind": address.kind, "value": address.value, "created_at": self._now}
        return self._insert_unless(values, ("person_id", "kind", "value"), tables.addresses)

    def timeline(self, person_id: str, limit: int = 100) -> list[TimelineItem]:
        """What passed between this person and the council, newest first: see `records.timeline`."""
        return Timeline(self._scope).of_person(person_id, limit)

    def count(self) -> int:
        """How many people the division knows."""
        return self._count()

    def _living(self) -> Select[Any]:
        """Those who were not merged into another, the oldest acquaintance first."""
        table = tables.people.c
        return self._select(Person).where(table.merged_into.is_(None)).order_by(table.created_at, table.id)

    def _people(self, query: Select[Any], known: dict[str, Any] | None = None) -> list[Person]:
        found = self._connection.execute(query, known).mappings().all()
        addresses = self._addresses([row["id"] for row in found])
        return [Person(**row, addresses=tuple(addresses.get(row["id"], ()))) for row in found]

    def _addresses(self, person_ids: list[str]) -> dict[str, list[Address]]:
        has = tables.addresses.c
        if not person_ids:
            return {}
        query = (
            select(has.person_id, has.kind, has.value)
            .where(has.person_id.in_(person_ids), has.division == self._division)
            .order_by(has.created_at, has.kind, has.value)
        )
        found: dict[str, list[Address]] = {}
        for person_id, kind, value in self._connection.execute(query):
            found.setdefault(person_id, []).append(Address(kind=AddressKind(kind), value=value))
        return found
