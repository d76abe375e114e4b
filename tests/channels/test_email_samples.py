"""The samples, whose truth is known: every cut exact, no word lost; measured beside mail-parser-reply.

The seed was not used while the reader was written. The figures are printed (pytest -s).
"""

import random
import re
import time
from collections import Counter
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailparser_reply import EmailReplyParser  # type: ignore[import-untyped]

from channels.email.inbound import read
from channels.email.mail import Mail
from core.errors import InvalidInput
from tests.samples.mail.generate import Sample, samples
from tests.samples.mail.people import Person
from tests.samples.mail.shapes import SHAPES

SEED: Final = 20_260_311
COUNT: Final = 8 * len(SHAPES) * 2
SECONDS_AT_MOST: Final = 2.0
LANGUAGES: Final = ["en", "de", "fr", "it", "es", "nl", "pl"]

LINES: Final = [
    "", "word", "> a", ">> b", "On 3 March 2025 at 10:00, A <a@b.cd> wrote:", "-- ", "Thanks,", "01632 960001",
    "From: x <x@y.zz>", "Sent: now", "To: z", "Subject: s", "Sent from my iPhone", "____________",
    "---------- Forwarded message ---------", "-----Original Message-----", "PS: more",
]  # fmt: skip
"""What texts that are hard to take apart are made of."""

SAMPLES: Final = list(samples(SEED, COUNT))


def _words(text: str) -> list[str]:
    """Letters and digits; lines, marks of quoting and rules across the page are looks."""
    return re.findall(r"[^\W_]+", text)


@pytest.fixture(scope="module")
def mails() -> list[tuple[Sample, Mail, float]]:
    found = []
    for sample in SAMPLES:
        start = time.process_time()
        mail = read(sample.raw)
        found.append((sample, mail, time.process_time() - start))
    return found


Read = list[tuple[Sample, Mail, float]]


def test_there_are_enough_samples_of_every_programme_and_shape() -> None:
    assert COUNT >= 300
    assert len({sample.raw for sample in SAMPLES}) == COUNT
    assert sum(sample.forwarded for sample in SAMPLES) > 20


def test_the_same_seed_gives_the_same_samples() -> None:
    assert [each.raw for each in samples(SEED, 20)] == [each.raw for each in SAMPLES[:20]]


def test_no_word_is_lost(mails: Read) -> None:
    lost = {sample.label: missing for sample, mail, _ in mails if (missing := _lost(sample, mail))}
    assert lost == {}


def test_every_cut_is_exact(mails: Read) -> None:
    wrong = [sample.label for sample, mail, _ in mails if not _is_exact(sample, mail)]
    assert wrong == []


def test_who_what_and_the_files_are_read(mails: Read) -> None:
    for sample, mail, _ in mails:
        told = (mail.subject, mail.message_id, mail.sender.name, mail.sender.address)
        assert told == (sample.subject, sample.message_id, sample.sender.name, sample.sender.address), sample.label
        assert tuple(file.filename for file in mail.attachments) == sample.files, sample.label
        assert not mail.automatic, sample.label
        assert mail.bounce is None, sample.label


def test_the_figures(mails: Read, capsys: pytest.CaptureFixture[str]) -> None:
    ours = sum(_words(mail.text) == _words(sample.body.text) for sample, mail, _ in mails)
    parser = EmailReplyParser(languages=LANGUAGES)
    theirs = [_theirs(parser, sample) for sample in SAMPLES]
    bare, signed = sum(each[0] for each in theirs), sum(each[1] for each in theirs)
    slowest = max(took for _, _, took in mails)
    lost = sum(_lost(sample, mail).total() for sample, mail, _ in mails)
    with capsys.disabled():
        print(
            f"\n{COUNT} messages: text exact {ours} (mail-parser-reply {bare}; {signed} when its cut may keep or drop"
            f" the signature); words lost {lost}; slowest {slowest * 1000:.0f} ms of processor time"
        )
    assert ours > max(bare, signed)
    assert slowest < SECONDS_AT_MOST


@settings(max_examples=300, deadline=None)
@given(
    number=st.integers(0, 10_000), cuts=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=12)), max_size=8)
)
def test_a_message_that_was_damaged_on_its_way_is_read_or_refused(number: int, cuts: list[tuple[int, bytes]]) -> None:
    raw = bytearray(SAMPLES[number % COUNT].raw)
    for place, letters in cuts:
        at = place % (len(raw) + 1)
        raw[at : at + random.Random(place).randrange(60)] = letters
    _read_or_refused(bytes(raw))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    _read_or_refused(raw)
    _read_or_refused(b"From: a@example.org\nContent-Type: multipart/mixed; boundary=a\n\n--a\n" + raw)
    _read_or_refused(b"Content-Type: text/html\n" + raw)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_no_line_of_any_text_is_lost(lines: list[str]) -> None:
    mail = read(b"From: a@example.org\n\n" + "\n".join(lines).encode())
    told = Counter(line.strip() for piece in (mail.text, mail.quoted, mail.signature) for line in piece.split("\n"))
    written = Counter(line.strip() for line in lines)
    assert {line: n for line, n in told.items() if line} == {line: n for line, n in written.items() if line}


def _read_or_refused(raw: bytes) -> None:
    try:
        mail = read(raw)
    except InvalidInput:
        return
    assert str(mail.to_dict()).encode(), "what was read can be stored"


def _lost(sample: Sample, mail: Mail) -> Counter[str]:
    written = Counter(_words(f"{sample.body.text} {sample.body.quoted} {sample.body.signature}"))
    return written - Counter(_words(f"{mail.text} {mail.quoted} {mail.signature}"))


def _is_exact(sample: Sample, mail: Mail) -> bool:
    pairs = (
        (mail.text, sample.body.text),
        (mail.quoted, sample.body.quoted),
        (mail.signature, sample.body.signature),
    )
    return all(_words(ours) == _words(truth) for ours, truth in pairs)


def _theirs(parser: EmailReplyParser, sample: Sample) -> tuple[bool, bool]:
    """Whether their cut is exact; and whether it is, with or without the signature. They get the plain text."""
    replies = parser.read(sample.body.plain).replies
    reply = replies[0]
    cuts = [_words(reply.body), _words(reply.full_body)]
    truth = _words(sample.body.text)
    signed = _words(f"{sample.body.text} {sample.body.signature}")
    return cuts[0] == truth, any(cut in (truth, signed) for cut in cuts)


def test_a_sample_names_nobody_who_exists() -> None:
    people: list[Person] = [sample.sender for sample in SAMPLES]
    assert all(each.address.endswith("@example.org") and each.phone.startswith("01632 960") for each in people)
