"""How many of what a resident wrote wait for an answer, as the card in hand says: not what a machine wrote."""

import pytest

from centre.late_texts import unread
from tests.centre.correspondence import ANNE, Desk, written
from tests.centre.house import House
from tests.channels.relay import Relay

AWAY = "I am out of the office until Monday."
AUTOMATIC = {"Auto_Submitted": "auto-replied", "subject": "Automatic reply: Missed bin", "words": AWAY}
OURS = "We come on Tuesday."


def _unread(house: House, contact: str) -> int:
    return house.ask(lambda tx: unread(tx, tx.joined.said(contact), house.staff["amina"]))


async def _to_answer(house: House) -> int:
    (held,) = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
    return int(held["unread"])


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        pytest.param(AUTOMATIC, 0, id="a machine that says that they are away"),
        pytest.param({"subject": "Re: Missed bin", "words": "On Tuesday I am out."}, 1, id="a person"),
        pytest.param(
            {"subject": "Re: Missed bin", "words": "Thank you.", "List_Id": "<street.example.org>"},
            1,
            id="a person by a mailing list",
        ),
    ],
)
async def test_an_email_that_answers_ours_counts_when_a_person_wrote_it(
    house: House, relay: Relay, answer: dict[str, str], count: int
) -> None:
    desk, amina = Desk(house), house.staff["amina"]
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    assert _unread(house, contact.id) == 1
    ours = (await desk.answers(contact, OURS)).mail_id
    assert _unread(house, contact.id) == 0
    await desk.comes(written(ANNE, answers=ours, references=[ours], **answer))
    assert (len(desk.contacts()), _unread(house, contact.id)) == (1, count)
    assert "by machines" not in (await house.centre.desk.contact(amina, contact.id))["facts"]


@pytest.mark.parametrize(("words", "count"), [(AWAY, 0), ("Thank you, but where?", 1)], ids=["a machine", "a person"])
async def test_a_text_that_answers_ours_counts_when_a_person_wrote_it(house: House, words: str, count: int) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.centre.desk.reply(house.staff["amina"], contact, OURS, "k1")
    await house.deliver_all()
    await house.text(words)
    assert await _to_answer(house) == count
