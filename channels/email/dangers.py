"""What an attachment might do to whoever opens it, a sentence each. Nothing is unpacked; an archive has an index."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import Final

from channels.email.listed import listed
from channels.email.office_files import BROKEN, CARRIES, FETCHES, LOCKED, MACROS, of_office
from channels.email.ole_files import MAGIC as OLD_OFFICE
from channels.email.ole_files import is_old_macro_sheet, of_ole
from channels.email.pdf_files import of_pdf

PROGRAMMES: Final = listed(
    "accda accde accdr accdu ade adp apk app appinstaller application appref-ms appx appxbundle bas bat cdxml chm cmd "
    "cnt com command cpl csh deb desktop diagcab dll dmg exe fxp gadget grp hlp hpj hta img inf ins iso isp its jar "
    "jnlp js jse ksh library-ms lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh "
    "msh1 msh1xml msh2 msh2xml mshxml msi msix msixbundle msp mst msu one onepkg ops osd pcd pif pkg pl plg prf prg "
    "printerexport ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pssc pst py pyc pyo pyw pyz pyzw rdp reg rpm scf "
    "scr sct search-ms settingcontent-ms sh shb shs swf sys theme themepack url vb vbe vbp vbs vhd vhdx vsmacros "
    "vsw vxd webpnp website ws wsb wsc wsf wsh xbap xll xnk xrm-ms"
)
"""What Outlook keeps from its readers, and the like on Macintosh and Linux; OneNote's pages carry programmes too."""
WITH_MACROS: Final = listed("docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm")
PAGES: Final = listed("htm html shtml svg xhtml mht mhtml")
MAGIC: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
"""First bytes of programmes of Windows, Linux and Macintosh."""
PDF: Final = b"%PDF-"
RTF: Final = b"{\\rt"
RTF_CARRIES: Final = re.compile(rb"\\obj(?:data|ocx|emb|link|autlink|update)\b")
RTF_FETCHES: Final = re.compile(rb"\\\*\s{0,9}\\template\s{1,9}[^{}]{0,9}(?:https?:|\\\\)", re.IGNORECASE)
CALCULATES: Final = listed("slk iqy")
"""Texts that a spreadsheet opens without a word, and that may start a programme in it."""
ZIP: Final = b"PK\x03\x04"
ZIP_ENDS: Final = b"PK\x05\x06"
"""Of the index at a zip's end, by which programmes find it: anything may stand before its beginning."""
ZIP_ENDS_WITHIN: Final = 66_000
OTHER_ARCHIVES: Final = (
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"MSCF",
    b"\x28\xb5\x2f\xfd",
    b"LZIP",
    b"\x1f\x9d",
)
TAR: Final = b"ustar"
TAR_AT: Final = 257
ARCHIVES: Final = listed("7z ace arj bz2 cab gz lz lzh lzma rar tar tbz tbz2 tgz txz xz z zst")
ZIPPED: Final = listed("zip zipx docx xlsx pptx docm xlsm pptm odt ods odp epub jar pages numbers key")
"""What is a zip by whatever name, and is opened as one."""

UNPACKED_AT_MOST: Final = 200_000_000
"""Bytes that an archive may come to."""
RATIO_AT_MOST: Final = 200
"""How many times its own size an archive may come to, when that is more than a megabyte."""
ENTRIES_AT_MOST: Final = 5_000
INDEX_AT_MOST: Final = 4_000_000
PDF_STARTS_WITHIN: Final = 1_024
"""Bytes in which readers of PDF look for its beginning."""


def dangers(filename: str, content: bytes) -> list[str]:
    """Sentences that name the file; empty for what looks harmless."""
    ending = _ending(filename)
    found = list(_by_itself(ending, content))
    if content.startswith(ZIP) or _is_zip_below_something(ending, content):
        found += _of_zip(content)
    elif content.startswith(OTHER_ARCHIVES) or content.startswith(TAR, TAR_AT) or ending in ARCHIVES:
        found.append("is an archive that cannot be looked into from here.")
    elif content.startswith(OLD_OFFICE):
        found += of_ole(content)
    elif PDF in content[:PDF_STARTS_WITHIN]:
        found += of_pdf(content)
    elif content.lstrip()[:4] == RTF:
        found += _of_rtf(content)
    return [f"“{filename}” {each}" for each in dict.fromkeys(found)]


def _is_zip_below_something(ending: str, content: bytes) -> bool:
    """Whether a programme that goes by the name would find a zip in it, or somebody says that it is one."""
    return ending == "zip" or (ending in ZIPPED and ZIP_ENDS in content[-ZIP_ENDS_WITHIN:])


def _by_itself(ending: str, content: bytes) -> Iterator[str]:
    if ending in PROGRAMMES or (content.startswith(MAGIC) and ending != "class"):
        yield "is a programme. Do not open it."
    if ending in WITH_MACROS or is_old_macro_sheet(content):
        yield MACROS
    if ending in CALCULATES:
        yield "may run a programme when a spreadsheet opens it. Do not open it."
    if ending in PAGES:
        yield "is a web page, which may run a programme. Do not open it in a browser."


def _of_rtf(content: bytes) -> Iterator[str]:
    if RTF_CARRIES.search(content):
        yield CARRIES
    if RTF_FETCHES.search(content):
        yield FETCHES


def _of_zip(content: bytes) -> Iterator[str]:
    if _index_is_huge(content):
        yield "may be a zip bomb: its index is far too long."
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError):
        yield BROKEN
        return
    with archive:
        yield from _of_entries(archive.infolist(), len(content))
        yield from of_office(archive)


def _of_entries(entries: list[zipfile.ZipInfo], size: int) -> Iterator[str]:
    names = [each.filename.lower() for each in entries]
    whole = sum(each.file_size for each in entries)
    if whole > UNPACKED_AT_MOST or (whole > 1_000_000 and whole > RATIO_AT_MOST * size):
        yield f"may be a zip bomb: {size:,} bytes unpack to {whole:,}."
    if any(_ending(name) in PROGRAMMES for name in names):
        yield "is an archive with a programme in it. Do not open that."
    if any(_ending(name) in ARCHIVES or _ending(name) == "zip" for name in names):
        yield "is an archive with archives in it, which cannot be looked into from here."
    if any(each.flag_bits & 1 for each in entries):
        yield LOCKED


def _index_is_huge(content: bytes) -> bool:
    """By the end record alone: reading a long index takes long. Zip64 writes ones there, and is for huge files."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or at + 20 > len(content):
        return False
    entries, length = struct.unpack_from("<HI", content, at + 10)
    return bool(entries > ENTRIES_AT_MOST or length > INDEX_AT_MOST)


def _ending(filename: str) -> str:
    return filename.rstrip(". ").rpartition(".")[2].lower()
