"""Every channel that is listed is whole: its folder, its cases, its row in the documentation."""

from pathlib import Path

import pytest

from channels.registry import ABILITIES, CHANNELS, abilities
from core.channel import Channel

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


def test_what_a_channel_cannot_do_shows() -> None:
    assert abilities(Channel.PHONE) == {"inbound", "outbound", "verify"}
    assert abilities(Channel.LETTER) == {"inbound", "outbound"}
    assert abilities(Channel.VOICEMAIL) == frozenset()
