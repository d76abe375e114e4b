"""A resident goes back in their browser: what they typed is there, for their browser alone, until it is sent."""

from urllib.parse import urlsplit

import pytest

from tests.centre.house import House
from tests.centre.test_web_forms import ME, PNG, POTHOLE
from tests.centre.visitor import Visitor
from web.public import kept

TITLE = "Pothole or damaged road – Westmere County Council"


async def _at_details(house: House) -> tuple[Visitor, str]:
    """A resident at the second page, and the address of the first."""
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    first = visitor.path
    await visitor.presses("next", POTHOLE, [("hole.png", PNG)])
    assert visitor.path == first.replace("/matter", "/details")
    return visitor, first


async def test_the_former_page_is_shown_with_what_was_typed_and_chosen(house: House) -> None:
    visitor, first = await _at_details(house)
    page = await visitor.opens(first)
    assert visitor.status == 200
    assert dict(page.inputs) | POTHOLE == dict(page.inputs)
    assert "hole.png" in page.text


async def test_whoever_has_the_address_alone_sees_an_empty_form(house: House) -> None:
    visitor, first = await _at_details(house)
    house.http.cookies.clear()
    for path in (first, visitor.path):
        page = await visitor.opens(path)
        assert page.title == TITLE
        assert not set(POTHOLE.values()) & set(dict(page.inputs).values())


async def test_a_form_is_opened_empty_each_time(house: House) -> None:
    visitor, first = await _at_details(house)
    page = await visitor.opens("/ask/highways/pothole")
    assert visitor.path != first
    assert not set(POTHOLE.values()) & set(dict(page.inputs).values())


async def test_what_is_wrong_is_said_once_and_not_on_another_page(house: House) -> None:
    visitor, first = await _at_details(house)
    page = await visitor.presses("next", {"d-about": "me"})
    assert (visitor.status, "There is a problem" in page.text) == (422, True)
    assert "There is a problem" not in (await visitor.opens(first)).text


async def test_after_send_every_page_of_it_leads_to_its_reference(house: House) -> None:
    visitor, first = await _at_details(house)
    await visitor.presses("next", ME)
    done = await visitor.presses("send")
    for step in ("matter", "details", "check"):
        again = await visitor.opens(first.replace("/matter", f"/{step}"))
        assert again.text == done.text
    assert len(house.ask(lambda tx: tx.contacts.recent(10))) == 1


async def test_a_browser_without_cookies_fills_the_form_in_as_well(house: House) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    for go, said in (("next", POTHOLE), ("next", ME), ("send", {})):
        house.http.cookies.clear()
        page = await visitor.presses(go, said)
    assert page.title.startswith("We have it")


@pytest.mark.parametrize("step", ["details", "check"])
async def test_a_page_whose_draft_is_over_leads_to_the_first(house: House, step: str) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    page = await visitor.opens(visitor.path.replace("/matter", f"/{step}"))
    assert (page.title, urlsplit(visitor.path).path.rsplit("/", 1)[-1]) == (TITLE, "matter")


async def test_more_than_a_person_types_is_answered_and_not_kept(house: House) -> None:
    visitor, first = await _at_details(house)
    await visitor.opens(first)
    long = {**POTHOLE, "a-made-up": "x" * kept.LONGEST}
    await visitor.presses("next", long)
    assert visitor.path == "/ask/highways/pothole"
    assert "a-made-up" in dict(visitor.page.inputs)
