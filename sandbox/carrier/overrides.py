"""Time-outs and retries of one webhook, as the fragment of its address may set them (#ct=2000&rc=3&rp=all)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

RANGES: Final = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}
POLICIES: Final = frozenset({"4xx", "5xx", "ct", "rt", "all"})
BAD_POLICY: Final = 11243


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Seconds for connecting, reading and all of it; how many retries, and after which failures."""

    connect_s: float = 5.0
    read_s: float = 15.0
    total_s: float = 15.0
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    def retry_after(self, failure: str) -> bool:
        return "all" in self.policy or failure in self.policy


class BadOverride(ValueError):
    """A value out of its range; `code` is Twilio's number."""

    def __init__(self, sentence: str) -> None:
        self.code = BAD_POLICY
        super().__init__(sentence)


def overrides(url: str) -> Overrides:
    """What the address asks for. Unknown names are left alone, as anchors. Raises BadOverride."""
    given = dict(parse_qsl(urlsplit(url).fragment, keep_blank_values=True))
    numbers = {name: _number(name, given[name]) for name in RANGES if name in given}
    policy = frozenset(given["rp"].split(",")) if "rp" in given else Overrides().policy
    if not policy <= POLICIES:
        raise BadOverride(f"rp={given['rp']}: it must be made of {', '.join(sorted(POLICIES))}.")
    return Overrides(
        connect_s=numbers.get("ct", 5000) / 1000,
        read_s=numbers.get("rt", 15_000) / 1000,
        total_s=numbers.get("tt", 15_000) / 1000,
        retries=numbers.get("rc", 1),
        policy=policy,
    )


def _number(name: str, text: str) -> int:
    least, most = RANGES[name]
    if not text.isdigit() or not least <= int(text) <= most:
        raise BadOverride(f"{name}={text}: it must be from {least} to {most}.")
    return int(text)
