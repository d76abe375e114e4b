"""The system of record in SQL: people, cases, contacts and all that happened.

No live routing state lives here."""

from records.record import Record
from records.tx import Tx

__all__ = ["Record", "Tx"]
