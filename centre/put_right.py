"""An agent says what a contact is about whose words were guessed at: kept where supervisors find it, to teach by it."""

from centre.arrivals import TRIAGE
from centre.guessing import GUESS
from records.rows import Contact
from records.tx import Tx


def put_right(tx: Tx, contact: Contact, service: str, agent: str) -> None:
    """Within the transaction in which the service is chosen. What nobody could tell and triage took is no mistake."""
    guess = contact.facts.get(GUESS)
    if guess is None:
        return
    went_to = guess.get("alarm") or guess["service"]
    if went_to is None and service == TRIAGE:
        return
    tx.put_right.say(contact.id, went_to, service, agent)
