"""The commands that read whatever they are given: each odd thing has its answer, and none a traceback."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner

import channels.email.inbound
from sandbox.twiml import Place, check
from switchboard.email import app as email
from switchboard.spelling import phone, sms

RUN: Final = CliRunner()

TEXTS: Final = [
    "", " ", "a", "a" * 160, "a" * 161, "a" * 306, "a" * 307, "€" * 80, "€" * 81, "😀" * 35, "😀" * 36, "it’s", "\n",
    "\r\n", "\x01", "ñ", "ç", "^{}[]~|\\", "a" * 152 + "€b", "👨‍👩‍👧" * 10, "\u202eabc", "ﬁ", "“q”", "–", "Ψ", "\t",
    "a" * 1601, "x" * 100_000, "-x", "-h", "--help me", "- bring your letter", "\udcff",
]  # fmt: skip
NUMBERS: Final = [
    "", "0", "999", "112", "07700900123", "+44 (0)7700 900123", "0044 7700 900 123", "01632 960001 ext 5",
    "01632 960001/2", "tel:+447700900123", "+1 202 555 0100", "abc", "٠٧٧٠٠٩٠٠١٢٣", "０７７００ ９００１２３", "+44",
    "+",
    "(((", "7700900123", "0800 111", "118118", "*67",
    "07700.900.123", "07700 900123 or 07700 900124", "x" * 10_000,
    "+447700900123;ext=5", "-1", "-07700 900123", "-h", "\u200b07700900123", "070 1234 5678", "\udcff",
    "999999999999999",
]  # fmt: skip
HEAD: Final = b"From: Anne <a@example.org>\r\nSubject: s\r\n"


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../evil.sh", "x")
    return stream.getvalue()


FILES: Final = {
    "nothing": b"",
    "blank lines": b"\n \n\n",
    "noughts": bytes(5_000),
    "every byte": bytes(range(256)) * 9,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(99),
    "a page": b"<html>Hi</html>",
    "words": b"Hello there\nI am words",
    "UTF-16": "From: a@example.org\n\nhello".encode("utf-16"),
    "a zip": _zip(),
    "headers alone": HEAD,
    "half a header": b"From: a@exam",
    "a byte order mark": b"\xef\xbb\xbf" + HEAD + b"\r\nHello",
    "old line ends": HEAD.replace(b"\r\n", b"\r") + b"\rHello",
    "mixed line ends": HEAD + b"\n\rHello\r\n\n\r",
    "a header in a header": b"Subject: =?utf-8?q?Hi=0D=0ABcc:_b@example.org?=\r\n\r\nx",
    "a megabyte of subject": b"Subject: " + b"x" * 1_000_000 + b"\r\n\r\nx",
    "a path for a name": HEAD + b"Content-Disposition: attachment; filename=../../etc/passwd\r\n\r\nx",
    "letters of no charset": HEAD + b"Content-Type: text/plain; charset=x-none\r\n\r\n\xff\xfe",
    "base64 of nothing": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n====",
    "no boundary": HEAD + b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nx",
    "an open boundary": HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    "mails in mails": (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * 200,
    "a report without a sender": b"Subject: s\r\nX-Failed-Recipients: a@example.org\r\n\r\nIt failed.",
    "a report of nothing": HEAD + b"Content-Type: message/delivery-status\r\n\r\n\r\n",
    "winmail.dat": HEAD + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22",
    "a script": HEAD + b"Content-Type: text/html\r\n\r\n<script>alert(1)</script><svg onload=x>",
    "a locked message": HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\nAAAA",
    "a year that never comes": HEAD + b"Date: Mon, 32 Foo 99999 99:99:99 +9999\r\n\r\nx",
    "half of a letter": HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xf0\x9f\x98",
    "half of a pair": HEAD + b"\r\n\xed\xa0\x80",
    "a line of a megabyte": HEAD + b"\r\n" + b"a" * 1_000_000,
}
NOT_READ: Final = {"nothing", "blank lines", "noughts", "every byte", "a picture", "a page", "words", "UTF-16", "a zip"}


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_any_text_has_its_parts(text: str) -> None:
    done = RUN.invoke(sms, ["segments", text])
    assert (done.exit_code, done.exception) == (0, None)
    told = json.loads(done.stdout)
    assert set(told) == {"encoding", "segments", "units"}
    assert (told["segments"] > 0) is bool(text)


@pytest.mark.parametrize("text", NUMBERS, ids=ascii)
def test_anything_is_a_number_or_is_told_why_not(text: str) -> None:
    done = RUN.invoke(phone, ["number", text])
    assert (done.exit_code, done.exception) == (0, None)
    told = json.loads(done.stdout)
    assert set(told) == {"e164", "kind", "valid", "reason"}
    assert told["reason"].endswith((".", "?"))


def test_any_files_are_read_side_by_side_and_those_that_cannot_be_say_why(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a folder").mkdir()
    names = [*FILES, "a folder", "a file that is not there"]
    done = RUN.invoke(email, ["read", *(str(tmp_path / name) for name in names)])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.exit_code, capfd.readouterr().err) == (0, "")
    failed = {Path(each["file"]).name: each["error"] for each in told if "error" in each}
    assert (len(told), set(failed)) == (len(names), NOT_READ | {"a folder", "a file that is not there"})
    assert all(each.endswith(".") for each in failed.values())


def test_a_mistake_of_ours_in_one_message_is_told_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = channels.email.inbound.read

    def stumbles(raw: bytes) -> Any:
        return 1 / 0 if b"stumble" in raw else real(raw)

    monkeypatch.setattr(channels.email.inbound, "read", stumbles)
    (tmp_path / "a").write_bytes(HEAD + b"\r\nstumble")
    (tmp_path / "b").write_bytes(HEAD + b"\r\nHello")
    done = RUN.invoke(email, ["read", str(tmp_path / "a"), str(tmp_path / "b")])
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 0
    assert "by a mistake of ours" in first["error"]
    assert second["text"] == "Hello"


def test_the_document_that_the_carrier_keeps_is_one_that_it_takes() -> None:
    done = RUN.invoke(phone, ["fallback"])
    assert (done.exit_code, done.exception) == (0, None)
    assert check(done.stdout.strip(), Place.CALL) == []
    assert "dial 999" in done.stdout
    assert "{" not in done.stdout
