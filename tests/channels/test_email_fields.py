"""What odd programmes write: addresses and ids as encoded words, and the way to an address before it."""

import pytest

from channels.email.inbound import read
from channels.email.mail import Party

HEAD = "From: ann@example.org\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n"
ENCODED = "=?utf-8?q?ann=40example.org?="


@pytest.mark.parametrize("field", ["To", "Cc", "Reply-To"])
@pytest.mark.parametrize("value", [ENCODED, f"bob@example.org, {ENCODED}", "=?utf-8?b?YW5uQGV4YW1wbGUub3Jn?="])
def test_an_address_that_is_encoded_does_not_count_and_is_told(field: str, value: str) -> None:
    mail = read(f"{HEAD}Message-ID: <a@example.org>\n{field}: {value}\n\nHello".encode())
    assert mail.warnings == (f"An address under {field} is encoded as only names may be, so it does not count.",)


def test_an_encoded_name_beside_its_address_is_as_it_should_be() -> None:
    mail = read(f"{HEAD}Message-ID: <a@example.org>\nCc: {ENCODED} <ann@example.org>\n\nHello".encode())
    assert mail.warnings == ()


def test_a_message_id_that_cannot_be_read_is_told() -> None:
    mail = read(f"{HEAD}Message-ID: =?utf-8?q?=3Ca=40example.org=3E?=\n\nHello".encode())
    assert (mail.message_id, mail.warnings) == ("", ("Its Message-ID cannot be read.",))


ROUTES = [
    pytest.param("Ann . Q . Resident <@relay.example.org:ann@example.org>", id="one relay"),
    pytest.param("Ann . Q . Resident <@a.example.org,@relay.example.org:ann@example.org>", id="two relays"),
    pytest.param("Ann . Q . Resident <@relay.example.org: ann@example.org>, bob@example.org", id="and somebody else"),
]


@pytest.mark.parametrize("value", ROUTES)
def test_a_name_stays_beside_an_address_with_the_way_to_it(value: str) -> None:
    mail = read(f"{HEAD}To: {value}\n\nHello".encode())
    assert mail.to[0] == Party(name="Ann . Q . Resident", address="ann@example.org")
