"""What people write where a telephone number is wanted, and the one number that it is."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from core import address
from core.errors import InvalidInput
from core.telephone import Kind, Number, read

MOBILE, LANDLINE = "+447700900123", "+441632960123"

ROWS = [
    pytest.param("07700 900123", MOBILE, Kind.MOBILE, True, "mobile", id="as it is said"),
    pytest.param("01632 960123", LANDLINE, Kind.LANDLINE, True, "read aloud", id="a landline, with its warning"),
    pytest.param("+44(0)1632 960123", LANDLINE, Kind.LANDLINE, True, "", id="with a nought for those at home"),
    pytest.param("+44 (0) 1632 960123", LANDLINE, Kind.LANDLINE, True, "", id="and with spaces about it"),
    pytest.param("00 44 1632 960123", LANDLINE, Kind.LANDLINE, True, "", id="as dialled from abroad"),
    pytest.param("0044(0)1632960123", LANDLINE, Kind.LANDLINE, True, "", id="from abroad, with the nought"),
    pytest.param("44 7700 900123", MOBILE, Kind.MOBILE, True, "", id="without its plus"),
    pytest.param("7700 900123", MOBILE, Kind.MOBILE, True, "", id="without its nought"),
    pytest.param("01632/960123", LANDLINE, Kind.LANDLINE, True, "", id="with a stroke"),
    pytest.param("01632.960.123", LANDLINE, Kind.LANDLINE, True, "", id="with dots"),
    pytest.param("01632–960123", LANDLINE, Kind.LANDLINE, True, "", id="with a dash"),
    pytest.param("(01632) 960123", LANDLINE, Kind.LANDLINE, True, "", id="with brackets"),
    pytest.param("０１６３２　９６０１２３", LANDLINE, Kind.LANDLINE, True, "", id="in full-width digits"),
    pytest.param("٠٧٧٠٠٩٠٠١٢٣", MOBILE, Kind.MOBILE, True, "", id="in Arabic digits"),
    pytest.param("\u202a+44 7700 900123\u202c", MOBILE, Kind.MOBILE, True, "", id="with marks nobody sees"),
    pytest.param("tel:+44-1632-960123", LANDLINE, Kind.LANDLINE, True, "", id="a link's address"),
    pytest.param("sip:+441632960123@example.org", LANDLINE, Kind.LANDLINE, True, "", id="a line's address"),
    pytest.param("01632 960123 ext. 45", LANDLINE, Kind.LANDLINE, True, "extension 45 is left out", id="an extension"),
    pytest.param("01632960123x5", LANDLINE, Kind.LANDLINE, True, "extension 5", id="an extension after an x"),
    pytest.param("01632 960123 #7", LANDLINE, Kind.LANDLINE, True, "extension 7", id="an extension after a hash"),
    pytest.param("07700 900123 (work)", MOBILE, Kind.MOBILE, True, "mobile", id="a word after it"),
    pytest.param("call me on 07700 900123 please", MOBILE, Kind.MOBILE, True, "", id="within a sentence"),
    pytest.param("01632 960123 / 07700 900123", LANDLINE, Kind.LANDLINE, True, "several", id="two numbers"),
    pytest.param("07700900123 01632960123", MOBILE, Kind.MOBILE, True, "several", id="two with a space alone"),
    pytest.param("07700 900123 07700 900456", MOBILE, Kind.MOBILE, True, "several", id="two that are written alike"),
    pytest.param("07700900123;07700900456", MOBILE, Kind.MOBILE, True, "several", id="two with a semicolon"),
    pytest.param("tel 07700 900123 07700 900456", MOBILE, Kind.MOBILE, True, "several", id="two after a word"),
    pytest.param("07700 900 123 4", None, Kind.UNKNOWN, False, "too many", id="a digit more is no second number"),
    pytest.param("01632 960123 (ext 45)", LANDLINE, Kind.LANDLINE, True, "extension 45", id="one in brackets"),
    pytest.param("0\ufe0f\u20e37700 900123", MOBILE, Kind.MOBILE, True, "", id="a digit drawn as a key"),
    pytest.param('"Peter 2" <sip:+447700900123@example.org>', MOBILE, Kind.MOBILE, True, "", id="a line with its name"),
    pytest.param(
        '"Anonymous" <sip:anonymous@anonymous.invalid>', None, Kind.WITHHELD, False, "", id="a line that hides itself"
    ),
    pytest.param("Private number", None, Kind.WITHHELD, False, "withheld", id="what a telephone shows for none"),
    pytest.param("Tel 01632 960123, mob 07700 900123", LANDLINE, Kind.LANDLINE, True, "several", id="two with words"),
    pytest.param("01632 960123/4", LANDLINE, Kind.LANDLINE, True, "", id="another last digit after a stroke"),
    pytest.param("07700 9OO123", None, Kind.UNKNOWN, False, "letters", id="letters for noughts are not guessed"),
    pytest.param("0800 COUNCIL", "+448002686245", Kind.FREEPHONE, True, "keys", id="a word on the keys"),
    pytest.param("hello", None, Kind.UNKNOWN, False, "no telephone number", id="words alone"),
    pytest.param("GOV.UK", None, Kind.UNKNOWN, False, "no telephone number", id="a sender's name"),
    pytest.param("someone@example.org", None, Kind.UNKNOWN, False, "no telephone number", id="a mail address"),
    pytest.param("", None, Kind.WITHHELD, False, "withheld", id="nothing"),
    pytest.param("Anonymous", None, Kind.WITHHELD, False, "withheld", id="a caller without a number"),
    pytest.param("+266696687", None, Kind.WITHHELD, False, "withheld", id="ANONYMOUS as a carrier spells it"),
    pytest.param("60070", None, Kind.SHORT, True, "short", id="a short code"),
    pytest.param("116 123", None, Kind.SHORT, True, "short", id="a helpline"),
    pytest.param("999", None, Kind.SHORT, True, "short", id="the emergency services"),
    pytest.param("960123", None, Kind.SHORT, False, "area code", id="a local number"),
    pytest.param("496 0123", None, Kind.UNKNOWN, False, "area code", id="a longer local number"),
    pytest.param("0808 157 0123", "+448081570123", Kind.FREEPHONE, True, "nobody pays", id="freephone"),
    pytest.param("0800 1111", "+448001111", Kind.FREEPHONE, True, "", id="a short freephone number"),
    pytest.param("0909 879 0123", "+449098790123", Kind.PREMIUM, True, "costs more", id="premium"),
    pytest.param(
        "0870 496 0123", "+448704960123", Kind.PREMIUM, True, "costs more", id="a number that shares its cost"
    ),
    pytest.param(
        "03069 990123",
        "+443069990123",
        Kind.LANDLINE,
        True,
        "an organisation's",
        id="the whole country's, at a local price",
    ),
    pytest.param("+1 202 555 0123", "+12025550123", Kind.INTERNATIONAL, True, "another country", id="abroad"),
    pytest.param("+999 1234567", None, Kind.UNKNOWN, False, "No country", id="no country at all"),
    pytest.param("07700 900 12", "+44770090012", Kind.UNKNOWN, False, "check its digits", id="a digit short"),
    pytest.param("077009001234567", None, Kind.UNKNOWN, False, "too many", id="digits too many"),
    pytest.param("7" * 3000, None, Kind.UNKNOWN, False, "too long", id="no answer to the question"),
]


@pytest.mark.parametrize(("text", "e164", "kind", "valid", "says"), ROWS)
def test_a_number_is_read_as_it_was_meant(text: str, e164: str | None, kind: Kind, valid: bool, says: str) -> None:
    number = read(text)
    assert (number.e164, number.kind, number.valid) == (e164, kind, valid)
    assert says in number.reason


@given(some.text(max_size=300))
def test_whatever_is_written_is_read_or_refused_with_a_sentence(text: str) -> None:
    number = read(text)
    assert number.reason.endswith((".", "?", "again."))
    assert number.e164 is None or re.fullmatch(r"\+[1-9]\d{5,16}", number.e164)
    assert not number.valid or number.e164 or number.kind is Kind.SHORT


@given(
    some.integers(0, 999),
    some.lists(some.sampled_from(["", " ", ".", "-", " - ", "/", "\u00a0"]), min_size=9, max_size=9),
)
def test_marks_between_the_digits_change_nothing(last: int, marks: list[str]) -> None:
    digits = f"7700900{last:03}"
    written = "+44 (0)" + "".join(digit + mark for digit, mark in zip(digits, [*marks, ""], strict=True))
    assert read(written) == Number(e164=f"+44{digits}", kind=Kind.MOBILE, valid=True, reason="It is a mobile number.")


@given(some.from_regex(r"\+[1-9][0-9]{7,13}", fullmatch=True))
@example("+43000000")
def test_what_was_read_is_read_again_as_the_same(e164: str) -> None:
    number = read(e164)
    assert number.e164 is None or read(number.e164).e164 == number.e164


@pytest.mark.parametrize("text", ["07700 9OO123", "960123", "", "+999 1234567", "hello"])
def test_an_address_is_refused_with_the_same_reason(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        address.phone(text)
    assert str(refused.value) == read(text).reason


def test_a_desk_that_calls_has_no_number() -> None:
    assert address.caller("client:07700900123") is None
