"""What a caller hears, as values: words to say, a sound to play, a silence. Rendering them is a channel's work."""

from dataclasses import dataclass

WORDS_PER_SECOND = 2.6
"""How fast a synthesised British voice speaks at its normal rate; used only to keep prompts short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Words to be spoken."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A sound to be played: an absolute address, or a path on our own public address."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A silence of whole seconds."""

    seconds: int = 1


Prompt = Say | Play | Pause


def talking_seconds(prompts: tuple[Prompt, ...]) -> float:
    """About how long these prompts hold a caller before they may choose. A sound counts as nothing."""
    total = 0.0
    for prompt in prompts:
        if isinstance(prompt, Say):
            total += len(prompt.text.split()) / WORDS_PER_SECOND
        elif isinstance(prompt, Pause):
            total += prompt.seconds
    return total
