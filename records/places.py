"""Texted links on which a resident drops a pin. Only the hash of a link's token is kept."""

from datetime import datetime

from sqlalchemy import update

from core.errors import NotFound
from records import tables
from records.family import Family
from records.rows import PlaceLink


class Places(Family):
    """A link answers for one contact until it runs out, and may be answered again until then."""

    table = tables.places

    def create(self, token_hash: str, contact_id: str, expires_at: datetime) -> PlaceLink:
        values = {
            "token_hash": token_hash,
            "contact_id": contact_id,
            "created_at": self._now,
            "expires_at": expires_at,
        }
        self._insert(values)
        return self._one(PlaceLink, self._select(PlaceLink).where(self.table.c.token_hash == token_hash), "link")

    def by_token(self, token_hash: str, now: datetime | None = None) -> PlaceLink | None:
        """The link, if there is one and it has not run out by `now`."""
        place = self.table.c
        query = self._select(PlaceLink).where(place.token_hash == token_hash)
        return self._first(PlaceLink, query.where(place.expires_at > (now or self._now)))

    def answer(
        self, token_hash: str, lat: float | None, lng: float | None, note: str | None = None, at: datetime | None = None
    ) -> PlaceLink:
        """Keep the pin, or the words alone. Raises NotFound when the link is unknown or has run out."""
        moment = at or self._now
        place = self.table.c
        mine = (place.token_hash == token_hash) & (place.division == self._division) & (place.expires_at > moment)
        changes = {"lat": lat, "lng": lng, "note": note, "answered_at": moment}
        if self._connection.execute(update(self.table).where(mine).values(**changes)).rowcount != 1:
            raise NotFound("This link has expired.")
        return self._one(PlaceLink, self._select(PlaceLink).where(place.token_hash == token_hash), "link")

    def of_contact(self, contact_id: str) -> list[PlaceLink]:
        """Newest first."""
        place = self.table.c
        query = self._select(PlaceLink).where(place.contact_id == contact_id)
        return self._all(PlaceLink, query.order_by(place.created_at.desc(), place.token_hash))
