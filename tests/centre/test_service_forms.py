"""Every service has a form of its own, made from its data; what it takes, the specialists' own check takes too."""

from core.service import FieldKind, ReferralField, Service
from referrals.required import problems
from tests.centre.house import House
from tests.centre.people import LANDLINE
from tests.centre.test_web_forms import ME
from tests.centre.visitor import Visitor

EXAMPLES: dict[FieldKind, dict[str, str]] = {
    FieldKind.TEXT: {"": "Ashcombe School"},
    FieldKind.LONG_TEXT: {"": "Two lines\nof <b>words</b> & more"},
    FieldKind.DATE: {"-day": "27", "-month": "3", "-year": "1948"},
    FieldKind.PLACE: {"-road": "Mill Lane", "-postcode": "wm3 4ab"},
    FieldKind.PHONE: {"": LANDLINE},
    FieldKind.EMAIL: {"": "somebody@example.org"},
    FieldKind.YES_NO: {"": "Yes"},
}


def _example(field: ReferralField) -> dict[str, str]:
    parts = {"": field.choices[0]} if field.kind is FieldKind.CHOICE else EXAMPLES[field.kind]
    return {f"a-{field.name}{part}": value for part, value in parts.items()}


async def test_every_service_has_its_own_form_and_what_it_takes_its_specialists_take(house: House) -> None:
    services = [each for _, group in house.centre.web_forms.services() for each in group]
    assert len(services) == 25
    for service in services:
        await _filled_in(house, service)
    contacts = house.ask(lambda tx: tx.contacts.recent(50))
    assert len(contacts) == len(services)
    for contact in contacts:
        service = next(each for each in services if each.id == contact.facts["form_of"])
        theirs = {each.field for each in problems(service, contact.facts["answers"], house.clock.now().date())}
        assert theirs <= {each.name for each in service.fields if not each.public}, service.id


async def _filled_in(house: House, service: Service) -> None:
    visitor = Visitor(house.http)
    page = await visitor.opens(f"/ask/{service.id}")
    assert page.title.startswith(service.label)
    answers = {name: value for field in service.form for name, value in _example(field).items()}
    page = await visitor.presses("next", answers)
    assert visitor.status == 200, (service.id, page.text)
    page = await visitor.presses("next", ME)
    page = await visitor.presses("send")
    assert page.title.startswith("We have it"), (service.id, page.text)
