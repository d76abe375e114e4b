"""Every channel that is listed is whole: its folder, its cases, its names, its row in the documentation."""

import re
from collections.abc import Container
from pathlib import Path
from typing import get_args

import pytest

from centre import merging
from channels.registry import ABILITIES, CHANNELS, abilities
from config.documents import Interruptible
from core.channel import Channel
from router.explain import words
from router.rules.document import ByChannel
from skills.profile import WRITTEN
from switchboard import assurance_page
from tests.centre.capability import COLUMNS
from tests.centre.ways_in import WAYS

ROOT = Path(__file__).parents[2]


def test_every_folder_of_a_channel_is_listed() -> None:
    folders = {path.name for path in (ROOT / "channels").iterdir() if (path / "inbound.py").exists()}
    assert folders == {folder.rsplit(".", 1)[-1] for folder in CHANNELS.values()}


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_its_cases_and_its_row(channel: Channel) -> None:
    assert (Path(__file__).parent / "cases" / f"{channel}.yaml").exists()
    can = abilities(channel)
    said = " | ".join("yes" if ability in can else "no" for ability in ABILITIES)
    row = f"| {channel} | `{CHANNELS[channel].replace('.', '/')}` | {said} |"
    assert row in (ROOT / "docs" / "adding-a-channel.md").read_text(encoding="utf-8").splitlines()


ICONS = (ROOT / "web" / "ui" / "kit" / "icon.tsx").read_text(encoding="utf-8")
CALLED: dict[str, Container[str]] = {
    "what waits is told in its words": words.CHANNELS,
    "joining one to another names it": merging.SPOKEN,
    "a length may be given for it in the rules": ByChannel.model_fields,
    "the page on assurance says what it tells": assurance_page.TELLS,
    "the page on assurance has a name for it": assurance_page.LABELS,
    "the screens have a drawing and a name": re.findall(r"^  (\w+): \{ icon: ", ICONS, re.MULTILINE),
    "a resident comes in on it in the matrix": WAYS,
    "the matrix has a column": COLUMNS,
}


@pytest.mark.parametrize("where", CALLED)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_its_name_everywhere(channel: Channel, where: str) -> None:
    assert channel in CALLED[where]


def test_what_is_written_may_be_broken_off() -> None:
    assert set(get_args(Interruptible)) == WRITTEN


def test_what_a_channel_cannot_do_shows() -> None:
    assert abilities(Channel.PHONE) == {"inbound", "outbound", "verify"}
    assert abilities(Channel.LETTER) == {"inbound", "outbound"}
    assert abilities(Channel.VOICEMAIL) == frozenset()
