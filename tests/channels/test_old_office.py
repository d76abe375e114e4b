"""What is said of the documents of Word and Excel before 2007, by what stands in them and not by their names."""

import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from channels.email.dangers import dangers
from channels.email.office_files import LOCKED, MACROS, TOO_MUCH
from channels.email.ole_files import UNREADABLE, of_ole
from tests.channels.compound import (
    CHART,
    EXCEL_4,
    HIDDEN,
    MAGIC,
    MODULE,
    SHEET,
    VERY_HIDDEN,
    compound,
    record,
    sheet,
    workbook,
)

WORKBOOKS = [
    pytest.param({"Workbook": workbook(sheet(SHEET), sheet(EXCEL_4, hidden=VERY_HIDDEN))}, MACROS, id="a hidden sheet"),
    pytest.param({"Book": workbook(sheet(EXCEL_4))}, MACROS, id="by Excel 95"),
    pytest.param({"Book": workbook(sheet(MODULE))}, MACROS, id="a module of Excel 5"),
    pytest.param({"WORKBOOK": workbook(sheet(EXCEL_4), padded_to=0)}, MACROS, id="in small sectors"),
    pytest.param(
        {"Workbook": workbook(sheet(SHEET)), "Book": workbook(sheet(EXCEL_4))}, MACROS, id="the second of two"
    ),
    pytest.param({"Workbook": workbook(sheet(EXCEL_4), before=record(0x31, bytes(300)) * 150)}, MACROS, id="far in"),
    pytest.param({"Workbook": workbook(sheet(SHEET), before=record(0x2F, bytes(54)))}, LOCKED, id="with a password"),
    pytest.param({"EncryptedPackage": bytes(5000)}, LOCKED, id="a newer one with a password"),
    pytest.param(
        {"Workbook": workbook(sheet(SHEET))[:30].ljust(5000, b"\xff")}, UNREADABLE, id="with records that break off"
    ),
    pytest.param({"a": b"", "_VBA_PROJECT": bytes(90)}, MACROS, id="Visual Basic"),
]


@pytest.mark.parametrize(("streams", "says"), WORKBOOKS)
def test_what_acts_in_an_old_document_is_said(streams: dict[str, bytes], says: str) -> None:
    assert dangers("accounts.xls", compound(streams)) == [f"“accounts.xls” {says}"]


HARMLESS = [
    pytest.param({"Workbook": workbook(sheet(SHEET), sheet(CHART), sheet(SHEET, hidden=HIDDEN))}, id="a workbook"),
    pytest.param({"Workbook": workbook(sheet(SHEET), padded_to=0)}, id="a small one"),
    pytest.param({"WordDocument": bytes(6000), "1Table": bytes(100)}, id="a letter"),
]


@pytest.mark.parametrize("streams", HARMLESS)
def test_an_old_document_without_any_is_not_warned_of(streams: dict[str, bytes]) -> None:
    assert dangers("accounts.xls", compound(streams)) == []


def test_a_macro_sheet_of_before_there_were_workbooks_is_said_to_be_one() -> None:
    for begin, length in ((0x0009, 4), (0x0209, 6), (0x0409, 6)):
        head = struct.pack("<HHHH", begin, length, 0, 0x40) + bytes(40)
        assert dangers("a.xls", head) == [f"“a.xls” {MACROS}"]
        assert dangers("a.xls", head.replace(b"\x40", b"\x10", 1)) == []


def test_what_is_only_the_beginning_of_one_is_said_to_be_broken() -> None:
    for content in (MAGIC, MAGIC + bytes(600), compound({"Workbook": workbook(sheet(EXCEL_4))})[:900]):
        assert dangers("a.xls", content) == [f"“a.xls” {UNREADABLE}"]


WHOLE = compound({"Workbook": workbook(sheet(SHEET)), "Book": workbook(sheet(SHEET), padded_to=0)})


@settings(max_examples=300)
@given(some.lists(some.tuples(some.integers(0, len(WHOLE) - 1), some.integers(0, 255)), max_size=30))
def test_whatever_is_changed_in_one_it_is_read_to_its_end(changes: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE)
    for at, value in changes:
        content[at] = value
    assert {*of_ole(bytes(content))} <= {MACROS, LOCKED, UNREADABLE, TOO_MUCH}


def _round(content: bytes, sector: int) -> bytes:
    """The same with a chain that comes back to where it is."""
    at = 512 + struct.unpack_from("<I", content, 76)[0] * 512 + sector * 4
    return content[:at] + struct.pack("<I", sector) + content[at + 4 :]


ENDLESS = [
    pytest.param(_round(compound({"Workbook": bytes(5000)}), 0), id="a stream"),
    pytest.param(_round(compound({"Workbook": workbook(sheet(SHEET), padded_to=0)}), 0), id="the small sectors"),
    pytest.param(_round(compound({"a": bytes(5000)}), 10), id="the list of streams"),
    pytest.param(
        _round(compound({each: bytes(4096) for each in ("Workbook", "a", "Book")}), 24),
        id="the list of workbooks",
    ),
    pytest.param(WHOLE[:68] + struct.pack("<II", 0, 1) + WHOLE[76:] + bytes(20_000_000), id="the table's own list"),
]


@pytest.mark.parametrize("content", ENDLESS)
def test_one_that_goes_round_in_itself_ends_in_time(content: bytes) -> None:
    start = time.process_time()
    list(of_ole(content))
    assert time.process_time() - start < 1.5
