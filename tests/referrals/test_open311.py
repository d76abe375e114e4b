"""Open311 over real HTTP: what is sent, what each answer means, and that nothing is ever sent twice by itself."""

from collections.abc import Iterator

import pytest

from core.errors import OutcomeUnknown, SwitchboardError, TurnedDown, Unavailable
from referrals.open311 import Open311
from referrals.partner import Receipt
from tests.referrals.parcels import parcel
from tests.referrals.partner_server import PartnerServer


@pytest.fixture
def partner() -> Iterator[PartnerServer]:
    server = PartnerServer()
    yield server
    server.stop()


@pytest.fixture
def open311(partner: PartnerServer) -> Iterator[Open311]:
    client = Open311(url=partner.url, api_key="k", jurisdiction="westmere.example.org", answer_s=0.3)
    yield client
    client.close()


def test_the_standard_form_carries_place_person_attributes_and_our_ids(
    partner: PartnerServer, open311: Open311
) -> None:
    receipt = open311.deliver(parcel(), first=True)

    assert receipt == Receipt(reference="7001")
    assert receipt.acknowledged
    form = partner.held[0]
    expected = {
        "api_key": "k",
        "jurisdiction_id": "westmere.example.org",
        "service_code": "POTHOLE",
        "requested_datetime": "2026-11-30T10:15:00Z",
        "lat": "51.754800",
        "long": "-1.254400",
        "address_string": "Mill Lane by the bridge",
        "first_name": "Ada Mary",
        "last_name": "Pike",
        "phone": "+447700900123",
        "attribute[depth]": "deep",
        "attribute[external_reference]": "ref_01",
        "attribute[case_reference]": "482-193-075",
    }
    assert {name: form[name] for name in expected} == expected
    assert "email" not in form
    assert form["description"].splitlines() == [
        "A deep hole; cycles swerve round it.",
        "Place: Mill Lane by the bridge",
        "Depth: deep",
        "Case 482-193-075, our reference ref_01",
    ]


ANSWERS = [
    pytest.param("up", Receipt(reference="7001"), id="a number at once is the acknowledgement"),
    pytest.param("single", Receipt(reference="7001"), id="a bare object instead of a list is understood"),
    pytest.param("token", Receipt(token="t1"), id="a token is a receipt without a number"),
    pytest.param("slow", Receipt(reference="7001", found=True), id="no answer in time: found by looking it up"),
    pytest.param("drop", Receipt(reference="7001", found=True), id="connection dropped: found by looking it up"),
    pytest.param("gateway", Receipt(reference="7001", found=True), id="gateway lost it: found by looking it up"),
    pytest.param("gibberish", Receipt(reference="7001", found=True), id="unreadable answer: found by looking it up"),
    pytest.param("refuse", TurnedDown, id="a 400 is a refusal"),
    pytest.param("busy", Unavailable, id="a 503 is safe to try again"),
    pytest.param("broken", OutcomeUnknown, id="a 500 and not found: it may have been taken before it broke"),
    pytest.param("slow_lost", OutcomeUnknown, id="no answer and not found: a person has to look"),
    pytest.param("gateway_lost", OutcomeUnknown, id="gateway lost it and not found: a person has to look"),
]


@pytest.mark.parametrize(("mode", "expected"), ANSWERS)
def test_each_answer_means(
    partner: PartnerServer, open311: Open311, mode: str, expected: Receipt | type[SwitchboardError]
) -> None:
    partner.mode = mode
    if isinstance(expected, Receipt):
        assert open311.deliver(parcel(), first=True) == expected
    else:
        with pytest.raises(expected):
            open311.deliver(parcel(), first=True)
    assert partner.posts == 1


def test_a_refusal_keeps_the_partners_words_apart_from_the_message(partner: PartnerServer, open311: Open311) -> None:
    partner.mode = "refuse"
    with pytest.raises(TurnedDown) as caught:
        open311.deliver(parcel(), first=True)
    assert caught.value.words == "lat and long are outside the county"
    assert "county" not in str(caught.value)
    assert caught.value.sentence.endswith("They said: lat and long are outside the county")


@pytest.mark.parametrize("echoes", ["description", "extended_attributes"])
def test_a_retry_looks_first_and_does_not_send_what_is_there(
    partner: PartnerServer, open311: Open311, echoes: str
) -> None:
    partner.echoes = echoes
    open311.deliver(parcel(), first=True)
    assert open311.deliver(parcel(), first=False) == Receipt(reference="7001", found=True)
    assert partner.posts == 1
    query = partner.queries[-1]
    assert query["start_date"] == ["2026-11-30T10:05:00Z"]
    assert query["service_code"] == ["POTHOLE"]


def test_a_retry_of_what_is_not_there_is_sent(partner: PartnerServer, open311: Open311) -> None:
    open311.deliver(parcel(id="ref_02"), first=True)
    assert open311.deliver(parcel(), first=False) == Receipt(reference="7002")


def test_a_partner_without_a_list_still_gets_a_retry_that_is_surely_safe(
    partner: PartnerServer, open311: Open311
) -> None:
    partner.lists = False
    assert open311.deliver(parcel(), first=False) == Receipt(reference="7001")


def test_a_partner_without_a_list_leaves_a_lost_answer_in_doubt(partner: PartnerServer, open311: Open311) -> None:
    partner.lists, partner.mode = False, "slow"
    with pytest.raises(OutcomeUnknown):
        open311.deliver(parcel(), first=True)
    assert partner.posts == 1


def test_an_interrupted_attempt_is_sent_again_only_where_a_look_says_it_never_arrived(
    partner: PartnerServer, open311: Open311
) -> None:
    assert open311.deliver(parcel(), first=False, interrupted=True) == Receipt(reference="7001")
    assert open311.deliver(parcel(), first=False, interrupted=True) == Receipt(reference="7001", found=True)
    partner.lists = False
    with pytest.raises(OutcomeUnknown):
        open311.deliver(parcel(), first=False, interrupted=True)
    assert partner.posts == 1


def test_a_partner_that_is_not_there_is_unavailable(partner: PartnerServer) -> None:
    url = partner.url
    partner.stop()
    client = Open311(url=url, api_key="k", jurisdiction="j")
    with pytest.raises(Unavailable):
        client.deliver(parcel(), first=True)
    with pytest.raises(Unavailable):
        client.deliver(parcel(), first=False)
    client.close()


def test_no_address_is_told_as_a_setting_to_make() -> None:
    client = Open311(url="", api_key="", jurisdiction="")
    with pytest.raises(Unavailable, match="OPEN311_URL"):
        client.deliver(parcel(), first=True)
    client.close()


def test_tokens_and_reachability_are_asked_for(open311: Open311) -> None:
    assert open311.number_of("t1") == "7001"
    assert open311.check() == "answers, with 1 services"
