"""The answer that says when an agent will: once a conversation, and never to a machine."""

import pytest

from centre.auto_reply import AT_MOST, is_automatic
from core.telephone import read
from tests.centre.house import House
from tests.centre.people import MARGARET

OURS = "we have your text"


def _answers(house: House, number: str = MARGARET) -> int:
    return sum(OURS in body for body in house.bodies(number))


async def _over(house: House) -> None:
    """An agent takes what waits and closes it."""
    contact = str((await house.accepts("amina"))["contact"])
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    await house.is_(contact, "closed")


async def test_a_conversation_is_answered_once_and_the_next_one_again(house: House) -> None:
    await house.at_work("amina")
    for body in ("There is a pothole", "It is deep", "A pothole by the church"):
        await house.text(body)
        await house.deliver_all()
    assert _answers(house) == 1
    await _over(house)
    await house.text("Another pothole")
    await house.deliver_all()
    assert _answers(house) == 2


async def test_eight_rounds_with_a_machine_that_says_the_same_end_at_one_answer(house: House) -> None:
    await house.at_work("amina")
    for _ in range(8):
        await house.text("There is a pothole, says the robot.")
        await house.deliver_all()
        await _over(house)
    assert _answers(house) == 1


async def test_whatever_writes_ever_new_words_is_answered_a_few_times_an_hour(house: House) -> None:
    await house.at_work("amina")
    for place in range(AT_MOST + 3):
        await house.text(f"Pothole alert number {place} in your road")
        await house.deliver_all()
        await _over(house)
    assert _answers(house) == AT_MOST


@pytest.mark.parametrize(
    ("body", "automatic"),
    [
        pytest.param("This is an automated message. Thank you.", True, id="it says so"),
        pytest.param("AUTO-REPLY: I am away until Monday", True, id="an auto-reply"),
        pytest.param("I’m driving with Focus turned on. I’ll see your message later.", True, id="a car"),
        pytest.param("Please don’t reply to this message", True, id="it wants no answer"),
        pytest.param("I am out of the office", True, id="out of the office"),
        pytest.param("Thank you for your text. I'm currently out of office until Monday.", True, id="after its thanks"),
        pytest.param("I have had no reply to my letter", False, id="a letter without a reply"),
        pytest.param("No reply to my letter of May", False, id="the same in a telegram's words"),
        pytest.param("I got an automatic reply and nothing since", False, id="who was answered by one"),
        pytest.param("My son is out of the office, ring me instead", False, id="somebody else who is away"),
        pytest.param("The automatic doors of the library are stuck", False, id="doors"),
        pytest.param("Nobody has replied to me about the pothole", False, id="a resident who waits"),
    ],
)
async def test_a_text_that_nobody_wrote_is_taken_in_and_not_answered(house: House, body: str, automatic: bool) -> None:
    assert is_automatic(body) is automatic
    await house.text(body)
    await house.deliver_all()
    assert _answers(house) == (0 if automatic else 1)
    assert len(house.ask(lambda tx: tx.contacts.recent(5))) == 1


@pytest.mark.parametrize("sender", ["60070", "Westmere", "+441632960123", "+447700900999"])
async def test_only_a_mobile_is_answered_and_every_text_reaches_an_agent(house: House, sender: str) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane", number=sender)
    await house.deliver_all()
    assert _answers(house, sender) == (1 if sender.startswith("+447") else 0)
    offer = await house.accepts("amina")
    view = await house.centre.desk.contact(house.staff["amina"], offer["contact"])
    if not sender.startswith("+"):
        assert view["address"] == sender
        assert "no number" in view["texting"]["refused"]


@pytest.mark.parametrize(
    ("sender", "says"),
    [
        pytest.param("+441632960123", "a text to it may be read aloud", id="a landline"),
        pytest.param("+443069990123", "It is an organisation's", id="a number of no place"),
        pytest.param("+12025550123", "a text to it costs more", id="a number abroad"),
        pytest.param(MARGARET, None, id="a mobile"),
    ],
)
async def test_the_desk_says_of_a_number_what_the_command_says(house: House, sender: str, says: str | None) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane", number=sender)
    offer = await house.accepts("amina")
    told = (await house.centre.desk.contact(house.staff["amina"], offer["contact"]))["texting"]
    assert told["refused"] is None
    assert told["warning"] == (read(sender).reason if says else None)
    assert says is None or says in told["warning"]
