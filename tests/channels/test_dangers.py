"""What a file might do to whoever opens it, by its bytes and by its name."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from channels.email.dangers import dangers
from channels.web_form.files import kind_of
from core.errors import InvalidInput

UNSEEN = "is an archive that cannot be looked into from here."


def zipped(name: str = "a.txt", content: bytes = b"x", before: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return before + made.getvalue()


def tarred() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return made.getvalue()


BOMB = b"0" * 3_000_000
ARCHIVES = [
    pytest.param("a.gz", gzip.compress(BOMB), UNSEEN, id="a gzip bomb"),
    pytest.param("a.txt", gzip.compress(BOMB), UNSEEN, id="one by another name"),
    pytest.param("a.bz2", bz2.compress(BOMB), UNSEEN, id="bzip2"),
    pytest.param("a.xz", lzma.compress(BOMB), UNSEEN, id="xz"),
    pytest.param("a.dat", tarred(), UNSEEN, id="tar"),
    pytest.param("a.cab", b"MSCF\x00\x00", UNSEEN, id="a cabinet"),
    pytest.param("a.7z", b"what it is, nobody knows", UNSEEN, id="a name without its bytes"),
    pytest.param("a.zip", b"what it is, nobody knows", "is an archive that is broken.", id="a zip that is none"),
    pytest.param("a.zip", zipped("a.exe", before=b"GIF89a"), "a programme in it", id="a zip below something else"),
    pytest.param("a.docx", zipped("a", BOMB, before=b"xx"), "may be a zip bomb", id="a bomb below something else"),
]


@pytest.mark.parametrize(("name", "content", "words"), ARCHIVES)
def test_an_archive_is_said_to_be_one(name: str, content: bytes, words: str) -> None:
    assert any(words in each for each in dangers(name, content))


TYPES, WORDS, RELS = "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"
SCHEMA = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def document(*names: str, **parts: str) -> bytes:
    """A document with these parts; `types` and `rels` are what it says of itself."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, parts.get("types", "<Types/>"))
        archive.writestr(RELS, parts.get("rels", "<Relationships/>"))
        for name in (WORDS, *names):
            archive.writestr(name, "x")
    return made.getvalue()


def tie(kind: str, target: str, mode: str = "") -> str:
    outside = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationships><Relationship Id="r1" Type="{SCHEMA}/{kind}" Target="{target}"{outside}/></Relationships>'


def opened(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("mimetype", "content.xml", *names):
            archive.writestr(name, "x")
    return made.getvalue()


def pdf(catalog: str, *objects: str) -> bytes:
    return f"%PDF-1.4\n1 0 obj<</Type/Catalog{catalog}>>endobj\n{' '.join(objects)}".encode()


MACROS, CARRIES, FETCHES = "holds macros", "holds another file, which", "fetches something from elsewhere"
ELSEWHERE = "opens something from elsewhere by itself"
AWAY = "https://example.org/x"
ACTIVE = [
    pytest.param("a.xlsx", document("xl/macrosheets/sheet1.xml"), MACROS, id="macros of Excel 4"),
    pytest.param("a.docx", document("word/m.bin", rels=tie("vbaProject", "m.bin")), MACROS, id="macros renamed"),
    pytest.param(
        "a.docx", document(types='<Override ContentType="application/vnd.ms-office.vbaProject"/>'), MACROS, id="by type"
    ),
    pytest.param("a.docx", document(rels=tie("attachedTemplate", AWAY, "External")), FETCHES, id="a remote template"),
    pytest.param("a.docx", document(rels=tie("oleObject", AWAY, "External")), FETCHES, id="a remote object"),
    pytest.param("a.docx", document(rels=tie("fr&#97;me", AWAY, "External")), FETCHES, id="one by numbers"),
    pytest.param("a.docx", document(rels=tie("frame", AWAY, "External")), FETCHES, id="a remote frame"),
    pytest.param("a.docx", document("word/embeddings/oleObject1.bin"), CARRIES, id="an object"),
    pytest.param("a.docx", document(rels=tie("oleObject", "x.dat")), CARRIES, id="an object by another name"),
    pytest.param("a.docx", document(rels=" " * 4_100_000), "more than can be looked through", id="ties without end"),
    pytest.param("a.odt", opened("Basic/Standard/Module1.xml"), MACROS, id="Basic of LibreOffice"),
    pytest.param("a.odt", opened("Scripts/python/x.py"), MACROS, id="Python of LibreOffice"),
    pytest.param("a.pdf", pdf("/OpenAction<</S/J#61vaScript/J#53(x)>>"), "run a programme", id="a name by numbers"),
    pytest.param("a.pdf", pdf(f"/OpenAction<</S/URI/URI({AWAY})>>"), ELSEWHERE, id="opens a page"),
    pytest.param("a.pdf", pdf("/OpenAction 2 0 R", "2 0 obj<</S/URI/URI(x)>>endobj"), ELSEWHERE, id="by an object"),
    pytest.param("a.pdf", pdf("/AA<</O<</S/GoToR/F(x)>>>>"), ELSEWHERE, id="another file as a page is shown"),
    pytest.param("a.pdf", pdf("/AA<</O 2 0 R>>", "2 0 obj<</S/GoToE>>endobj"), ELSEWHERE, id="the same by an object"),
    pytest.param("a.rtf", b"{\\rtf1{\\object\\objocx{\\*\\objdata 0105}}}", CARRIES, id="an object in rich text"),
    pytest.param("a.rtf", b"{\\rtf1{\\*\\template https://example.org/x}}", FETCHES, id="a template of rich text"),
    pytest.param("a.slk", b"ID;P\nEEXEC()", "may run a programme", id="a sheet that calculates"),
]


@pytest.mark.parametrize(("name", "content", "words"), ACTIVE)
def test_what_acts_by_itself_is_said_to_and_does_not_come_by_the_form(name: str, content: bytes, words: str) -> None:
    assert any(words in each for each in dangers(name, content))
    with pytest.raises(InvalidInput):
        kind_of(name, content)


@pytest.mark.parametrize(("brand", "taken"), [(b"heic", True), (b"mif1", True), (b"isom", False), (b"M4A ", False)])
def test_a_film_is_no_picture_by_the_name_of_one(brand: bytes, taken: bool) -> None:
    content = b"\0\0\0\x20ftyp" + brand + bytes(20)
    if taken:
        assert kind_of("a.heic", content) == "image/heic"
    else:
        with pytest.raises(InvalidInput, match="is not what its name says"):
            kind_of("a.heic", content)


LINKED = pdf("/OpenAction[3 0 R /Fit]", f"4 0 obj<</Type/Annot/A<</S/URI/URI({AWAY})>>>>endobj")
HARMLESS = [
    pytest.param("a.docx", document("word/media/image1.png", rels=tie("image", "media/image1.png")), id="a picture"),
    pytest.param("a.docx", document(rels=tie("hyperlink", AWAY, "External")), id="a document with a link"),
    pytest.param("a.docx", document("word/embeddings/Sheet1.xlsx", rels=tie("package", "x")), id="one with a chart"),
    pytest.param("a.docx", document(rels=tie("attachedTemplate", "file.dotx")), id="one with a template of its own"),
    pytest.param("a.odt", opened("styles.xml", "Pictures/1.png"), id="an OpenDocument text"),
    pytest.param("a.pdf", LINKED, id="a PDF with a link"),
    pytest.param("a.rtf", b"{\\rtf1{\\pict 0105}}", id="rich text with a picture"),
    pytest.param("a.zip", zipped(), id="a zip with a text in it"),
    pytest.param("a.docx", zipped("word/document.xml"), id="a document"),
    pytest.param("a.jpg", b"\xff\xd8\xff\xe0 a picture", id="a picture"),
    pytest.param("notes.txt", b"My bin was missed.", id="a text"),
]


@pytest.mark.parametrize(("name", "content"), HARMLESS)
def test_what_looks_harmless_is_not_warned_of(name: str, content: bytes) -> None:
    assert dangers(name, content) == []


PROGRAMMES = ["one", "application", "appx", "msix", "rdp", "search-ms", "library-ms", "settingcontent-ms", "mdb", "dmg"]


@pytest.mark.parametrize("ending", PROGRAMMES)
def test_what_starts_a_programme_by_its_name_is_said_to_be_one(ending: str) -> None:
    assert dangers(f"a.{ending}", b"x") == [f"“a.{ending}” is a programme. Do not open it."]
