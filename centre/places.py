"""Where a matter is: as an agent writes it down, or as a resident shows it on the page behind a texted link."""

import re
from typing import Any

from centre.parts import Parts
from centre.sending import hashed
from core.errors import InvalidInput, NotFound
from core.pin import said
from records.rows import Contact
from records.tx import Tx

OVER = "This link has expired or is incomplete. Ask the person you are talking to for a new one, or tell them in words."
POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})$")
"""The shapes of UK postcodes (Royal Mail, BS 7666)."""


class Places:
    """The public page behind a link."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def read(self, token: str) -> dict[str, Any]:
        """What the page needs: the council, its middle, and the pin if one was dropped before."""
        link = await self._parts.sql.read(lambda tx: tx.places.by_token(hashed(token), self._parts.clock.now()))
        if link is None:
            raise NotFound(OVER)
        council = self._parts.county.council
        return {
            "council": council.name,
            "centre": dict(council.middle),
            "already": {"lat": link.lat, "lng": link.lng} if link.lat is not None else None,
        }

    def basemap(self) -> str:
        """The county's own lines, as GeoJSON."""
        return self._parts.county.basemap

    async def answer(self, token: str, *, lat: float | None, lng: float | None, note: str) -> dict[str, Any]:
        """The resident dropped a pin, or said in words where it is; both may be changed until the link runs out."""
        place = place_from(
            {"kind": "road", "road": note} if lat is None else {"kind": "pin", "lat": lat, "lng": lng, "note": note}
        )

        def keep(tx: Tx) -> Contact:
            link = tx.places.by_token(hashed(token), self._parts.clock.now())
            if link is None:
                raise NotFound(OVER)
            tx.places.answer(hashed(token), lat, lng, note or None)
            return tx.contacts.merge_facts(link.contact_id, {"place": place})

        contact = await self._parts.sql.write(keep)
        await self._parts.notices.tell("contact.place", contact=contact.id, agent=contact.agent_id)
        return {"message": "Thank you. We have the place you showed us."}


def place_from(given: dict[str, Any]) -> dict[str, Any]:
    """A place as it is kept: `kind`, `text` for people, and what it was made of. InvalidInput names what is missing."""
    match given.get("kind"):
        case "road":
            road, junction = _words(given, "road"), str(given.get("junction") or "").strip()
            if not road:
                raise InvalidInput("Say which road it is.", field="road")
            text = f"{road}, near {junction}" if junction else road
            return {"kind": "road", "road": road, "junction": junction, "text": text}
        case "postcode":
            found = POSTCODE.match(" ".join(_words(given, "postcode").upper().split()))
            if not found:
                raise InvalidInput("That is not a postcode. One looks like WM3 4AB.", field="postcode")
            postcode = f"{found[1]} {found[2]}"
            return {"kind": "postcode", "postcode": postcode, "text": postcode}
        case "pin":
            lat, lng = given.get("lat"), given.get("lng")
            if not (isinstance(lat, int | float) and isinstance(lng, int | float)):
                raise InvalidInput("Put the pin on the map first.", field="pin")
            if not (49 <= lat <= 61 and -9 <= lng <= 3):
                raise InvalidInput("That pin is outside Great Britain.", field="pin")
            note = str(given.get("note") or "").strip()
            return {"kind": "pin", "lat": float(lat), "lng": float(lng), "note": note, "text": said(lat, lng, note)}
    raise InvalidInput("Say where it is by road, by postcode or by a pin.", field="kind")


def _words(given: dict[str, Any], name: str) -> str:
    return str(given.get(name) or "").strip()
