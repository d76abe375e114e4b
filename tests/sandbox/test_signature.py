"""The signature, against published vectors."""

import pytest

from sandbox.carrier.sign import body_digest, signature, signed_url

CALL = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
PLACE = "mycompany.com{port}/myapp.php?foo=1&bar=2"
REPEATED = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://" + PLACE.format(port=""), "RSOYDt4T1cUTdK1PDd93/VVr8B8=", id="https"),
        pytest.param("http://" + PLACE.format(port=":1234"), "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", id="http with a port"),
        pytest.param("https://" + PLACE.format(port=":443"), "kvajT1Ptam85bY51eRf/AJRuM3w=", id="https with its port"),
        pytest.param("http://" + PLACE.format(port=":80"), "0ZXoZLH/DfblKGATFgpif+LLRf4=", id="http with its port"),
    ],
)
def test_a_form_is_signed_as_twilio_signs_it(url: str, expected: str) -> None:
    assert signature("12345", url, CALL.items()) == expected


def test_repeated_names_count_once_a_value_in_order() -> None:
    assert signature("12345", "https://" + PLACE.format(port=""), REPEATED) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


def test_a_json_body_is_signed_by_its_digest_in_the_query() -> None:
    body = b'{"property": "value", "boolean": true}'
    assert body_digest(body) == "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    url = "https://" + PLACE.format(port="") + "&bodySHA256=" + body_digest(body)
    assert signature("12345", url) == "a9nBmqA0ju/hNViExpshrM61xv4="


@pytest.mark.parametrize(
    ("url", "voice", "signed"),
    [
        pytest.param(
            "http://a.example:8000/x?y=1#rc=2",
            True,
            "http://a.example:8000/x?y=1",
            id="no fragment; http keeps its port",
        ),
        pytest.param("https://a.example:8443/x", True, "https://a.example/x", id="voice over https drops the port"),
        pytest.param("https://a.example:8443/x", False, "https://a.example:8443/x", id="texts over https keep it"),
        pytest.param("https://user:word@a.example/x", False, "https://a.example/x", id="the user is dropped"),
    ],
)
def test_which_address_is_signed(url: str, voice: bool, signed: str) -> None:
    assert signed_url(url, voice=voice) == signed


def test_twilios_own_validator_accepts_what_is_signed_here() -> None:
    from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

    url, params = "http://localhost:8000/phone/incoming?at=1", {"Body": "é £ 100 % & more", "A": ""}
    assert RequestValidator("token").validate(url, params, signature("token", url, params.items()))
