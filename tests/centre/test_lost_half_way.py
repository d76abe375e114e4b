"""What did not arrive, when a process ends between the record and the engine: the record has all of it, or nothing."""

from centre.outbox import LEASE_S
from records.rows import OutboxRow
from records.tx import Tx
from tests.centre.house import House
from tests.centre.test_lost import _answered_and_closed


async def test_a_message_that_is_given_up_is_failed_and_its_contact_waits_in_one_transaction(house: House) -> None:
    contact = await _answered_and_closed(house, delivered=False)
    message = house.ask(lambda tx: tx.messages.of_contact(contact))[-1]

    def refuse(tx: Tx) -> OutboxRow:
        (row,) = tx.outbox.of_subject(message.id)
        assert tx.outbox.claim(row.id, tx.now, LEASE_S)
        house.centre.outbox._lay_down(tx, row, "They refused it.")
        return tx.outbox.get(row.id)

    row = house.do(refuse)
    kept = house.ask(lambda tx: (tx.messages.get(message.id).status, tx.contacts.get(contact).state))
    assert (row.state, *kept) == ("dead", "failed", "waiting")
    engine = house.centre._parts.engine
    known = await engine.contact(contact)
    assert known is not None
    assert known.state == "closed", "the process ended before it could tell the engine"
    await house.centre.lost.catch_up()
    await house.is_(contact, "waiting", "offered")
    known = await engine.contact(contact)
    assert known is not None
    assert known.state in ("waiting", "offered")
