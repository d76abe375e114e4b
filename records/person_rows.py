"""What the record has of people beside their names, as frozen values: merges, and safeguarding markers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two records of one person made one. `filled` is what the kept one lacked and took over; `parted_at` ends it."""

    id: str
    kept_id: str
    merged_id: str
    by: str
    at: datetime
    why: str
    filled: dict[str, str]
    parted_at: datetime | None
    parted_by: str | None
    parted_why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A worry that somebody may come to harm, for those alone who are trained to hear of it."""

    id: str
    person_id: str
    text: str
    by: str
    at: datetime
