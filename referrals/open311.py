"""Referrals to a system that speaks Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/).

The standard has no idempotency key. The parcel's id therefore travels as the attribute `external_reference` and on the
last line of the description, and an attempt whose answer was lost is looked for among the requests made since, which
standard servers list by time. Not found is not proof that it never arrived, so the doubt is raised, not another POST.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any, Final

import httpx

from core.errors import OutcomeUnknown, TurnedDown, Unavailable
from referrals.partner import INTERRUPTED, Parcel, Receipt

CONNECT_S: Final = 3.0
ANSWER_S: Final = 15.0
CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""How far a partner's clock may be from ours without a look-up missing what it holds."""

LATER: Final = frozenset({408, 425, 429, 503})
"""Answers that say "not now": nothing was taken in."""

LEAST_UNKNOWN: Final = 500
"""From here on, 503 apart, an answer says that something broke: whether before or after it was taken is unknown."""

SURELY_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class Open311:
    """One GeoReport server. `url` is what comes before `/requests.json`. Safe to use from many threads."""

    def __init__(self, *, url: str, api_key: str, jurisdiction: str, answer_s: float = ANSWER_S) -> None:
        self._jurisdiction = jurisdiction
        self._api_key = api_key
        limits = httpx.Timeout(answer_s, connect=min(CONNECT_S, answer_s))
        self._http = httpx.Client(base_url=url, timeout=limits, headers={"Accept": "application/json"})
        self._url = url

    def deliver(self, parcel: Parcel, *, first: bool, interrupted: bool = False) -> Receipt:
        """POST it, once. A lost answer is followed by a look-up; not found there raises OutcomeUnknown."""
        if not self._url:
            raise Unavailable("OPEN311_URL is not set, so highways referrals cannot be sent.")
        known = None if first and not interrupted else self._found_before(parcel, interrupted)
        if known is not None:
            return known
        try:
            answer = self._http.post("/requests.json", data=self._form(parcel))
        except SURELY_NOT_SENT as error:
            raise Unavailable("The partner's system could not be reached.") from error
        except httpx.TransportError as error:
            return self._after_doubt(parcel, error)
        if answer.status_code >= LEAST_UNKNOWN and answer.status_code not in LATER:
            return self._after_doubt(parcel, None)
        return self._receipt(parcel, answer)

    def look_up(self, parcel: Parcel) -> Receipt | None:
        """The request that carries the parcel's id, among those of its service since it was made."""
        since = (parcel.made_at.astimezone(UTC) - CLOCKS_DIFFER).strftime("%Y-%m-%dT%H:%M:%SZ")
        query = {"start_date": since, "service_code": _code(parcel), "extensions": "true"}
        rows = self._get("/requests.json", query)
        for row in rows:
            if _carries(row, parcel.id) and row.get("service_request_id"):
                return Receipt(reference=str(row["service_request_id"]), found=True)
        return None

    def number_of(self, token: str) -> str | None:
        """The number that a token has turned into; None while the partner has not given one."""
        for row in self._get(f"/tokens/{token}.json", {}):
            if number := row.get("service_request_id"):
                return str(number)
        return None

    def check(self) -> str:
        """How many services the partner offers."""
        return f"answers, with {len(self._get('/services.json', {}))} services"

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def _found_before(self, parcel: Parcel, interrupted: bool) -> Receipt | None:
        """Looked up before a retry. A partner that cannot list leaves us with what the last attempt said, if it did."""
        try:
            return self.look_up(parcel)
        except (Unavailable, TurnedDown) as error:
            if interrupted:
                raise OutcomeUnknown(INTERRUPTED) from error
            if isinstance(error, Unavailable):
                raise
            return None

    def _after_doubt(self, parcel: Parcel, cause: Exception | None) -> Receipt:
        try:
            found = self.look_up(parcel)
        except (Unavailable, TurnedDown):
            found = None
        if found is None:
            sentence = "The partner's answer was lost. The referral may have been sent; please check with them."
            raise OutcomeUnknown(sentence) from cause
        return found

    def _receipt(self, parcel: Parcel, answer: httpx.Response) -> Receipt:
        _raise_unless_taken(answer)
        for row in _rows(answer):
            if row.get("service_request_id"):
                return Receipt(reference=str(row["service_request_id"]))
            if row.get("token"):
                return Receipt(token=str(row["token"]))
        return self._after_doubt(parcel, None)

    def _get(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        if not self._url:
            raise Unavailable("OPEN311_URL is not set.")
        try:
            answer = self._http.get(path, params={"jurisdiction_id": self._jurisdiction, **query})
        except httpx.TransportError as error:
            raise Unavailable("The partner's system could not be reached.") from error
        if answer.status_code >= 500:
            raise Unavailable(f"The partner's system answered {answer.status_code}.")
        _raise_unless_taken(answer)
        return list(_rows(answer))

    def _form(self, parcel: Parcel) -> dict[str, str]:
        form = {
            "api_key": self._api_key,
            "jurisdiction_id": self._jurisdiction,
            "service_code": _code(parcel),
            "description": _description(parcel),
            "requested_datetime": parcel.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "attribute[external_reference]": parcel.id,
            "attribute[case_reference]": parcel.reference,
        }
        form |= {f"attribute[{name}]": value for name, value in parcel.fields.items() if value}
        form |= _where(parcel) | _who(parcel)
        return {name: value for name, value in form.items() if value}


def _code(parcel: Parcel) -> str:
    destination = parcel.service.destination
    return destination.to if destination else parcel.service.id


def _description(parcel: Parcel) -> str:
    lines = [parcel.summary or parcel.service.label]
    lines += [
        f"{each.label}: {parcel.fields[each.name]}" for each in parcel.service.fields if parcel.fields.get(each.name)
    ]
    return "\n".join([*lines, f"Case {parcel.reference}, our reference {parcel.id}"])


def _where(parcel: Parcel) -> dict[str, str]:
    place = parcel.place
    if place is None:
        return {}
    at = (
        {"lat": f"{place.lat:.6f}", "long": f"{place.lng:.6f}"}
        if place.lat is not None and place.lng is not None
        else {}
    )
    return at | {"address_string": place.text}


def _who(parcel: Parcel) -> dict[str, str]:
    first, _, last = parcel.reporter.name.strip().rpartition(" ")
    return {"first_name": first, "last_name": last, "phone": parcel.reporter.phone, "email": parcel.reporter.email}


def _carries(row: dict[str, Any], parcel_id: str) -> bool:
    """Whether our id is in any of the places where servers give back what we sent."""
    attributes = row.get("attributes") or row.get("extended_attributes") or {}
    return parcel_id in str(row.get("description") or "") or parcel_id in str(attributes)


def _rows(answer: httpx.Response) -> Iterable[dict[str, Any]]:
    """The list in an answer; some servers leave the list out around a single one. What cannot be read is no row."""
    try:
        body = answer.json()
    except ValueError:
        return []
    listed = body if isinstance(body, list) else [body]
    return [row for row in listed if isinstance(row, dict)]


def _raise_unless_taken(answer: httpx.Response) -> None:
    status = answer.status_code
    if 200 <= status < 300:
        return
    if status in LATER or status >= 500:
        raise Unavailable(f"The partner's system answered {status}.")
    words = "; ".join(str(row["description"]) for row in _rows(answer) if row.get("description"))
    raise TurnedDown(f"The partner refused the referral ({status}).", words=words[:500])
