"""What `switchboard letters` does: files read apart, services guessed, sheets written."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from centre.letter_words import about_letter
from channels.letter.apart import check_at_hand, read_apart
from channels.letter.codes import TWO_PASSES
from channels.letter.shapes import Letter, Unreadable, Wanted
from channels.letter.sheets import cover, separator
from config.county import County, load_county
from config.learned import classifier_at_hand
from config.settings import load_settings
from core.clock import SystemClock
from core.reference import read as checked
from skills.classifying.classifier import Classifier
from switchboard.failing import Misused, Stopped
from switchboard.lines import print_object

OFFICE: Final = re.compile(r"\w[\w '’&.()-]{0,59}")
"""What may be printed as the name of an office, and be that of a folder."""


def read(files: Sequence[Path], received: date | None, two_passes: bool, searchable: Path | None) -> int:
    """Print a JSON object for each file; the exit code: 1 when none could be read."""
    county = load_county(load_settings().county_folder)
    day = received or SystemClock().now().astimezone(county.zone).date()
    classifier, _ = classifier_at_hand(county.services.values())
    well = 0
    for file in files:
        beside = searchable / file.name if searchable else None
        told = _told(file, Wanted(received=day, two_passes=two_passes, searchable=beside), county, classifier)
        print_object(told)
        well += "error" not in told
    return 0 if well else 1


def sheet(out: Path, *, separator: bool, service: str, reference: str, office: str, two_passes: bool = False) -> None:
    """Write a cover sheet or a separator; raises Misused, Stopped or InvalidInput when what it shall say is wrong."""
    service, reference, office = (" ".join(each.split()) for each in (service, reference, office))
    _check(separator, {"service": service, "reference": reference, "office": office, TWO_PASSES: two_passes})
    county = load_county(load_settings().county_folder)
    if service and service not in county.services:
        raise Stopped(f"There is no service {service}.")
    said = {"service": service, "reference": checked(reference) if reference else "", "office": office}
    paper = _sheet(county, separator, said | {TWO_PASSES: "yes" if two_passes else ""})
    try:
        out.write_bytes(paper)
    except OSError as error:
        raise Stopped(f"{out} cannot be written: {error.strerror}.") from error
    print(f"{out} is ready to print.")


def _check(alone: bool, given: Mapping[str, str | bool]) -> None:
    options = ", ".join(f"--{name}" for name, value in given.items() if value)
    if alone and options:
        raise Misused(f"A separator says nothing of a letter: leave out {options}, or --separator.")
    if not alone and not options:
        raise Misused("Say what it shall tell: --service, --reference, --office or --two-passes; or give --separator.")
    office = str(given["office"])
    if office and not OFFICE.fullmatch(office):
        raise Misused(f"“{office}” is no name of an office: letters, digits, spaces and - ' & . ( ) are, up to 60.")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stopped(f"{folder} cannot be made: {error.strerror}.") from error


def _sheet(county: County, alone: bool, said: Mapping[str, str]) -> bytes:
    return separator(county.council.name) if alone else cover(county.council.name, **said)


def _told(file: Path, wanted: Wanted, county: County, classifier: Classifier) -> dict[str, Any]:
    try:
        check_at_hand(file)  # before a folder is made for it
        if wanted.searchable is not None:
            _make(wanted.searchable)
        reading = read_apart(file, wanted)
    except Unreadable as error:
        return {"file": str(file), "error": error.trouble, "message": str(error)}
    documents = [_document(letter, county, classifier) for letter in reading.letters]
    return {"file": str(file), "pages": reading.pages, "documents": documents, "warnings": list(reading.warnings)}


def _document(letter: Letter, county: County, classifier: Classifier) -> dict[str, Any]:
    """The letter, with the service that its cover names or its words suggest (null when unsure)."""
    said = letter.cover.get("service")
    service = said if said in county.services else about_letter(letter.text, classifier.about).goes_to
    return {**letter.to_dict(), "service": service}
