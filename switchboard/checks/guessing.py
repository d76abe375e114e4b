"""Whether messages are told by their meaning or by keywords alone."""

from collections.abc import Iterator

from config.settings import Settings
from skills.classifying.embedding import ModelMissing, load
from switchboard.checks.finding import Finding, fine, note


def sentence_model(_: Settings) -> Iterator[Finding]:
    """The sentence model. Without it everything works, and fewer messages find their service."""
    try:
        load()
    except ModelMissing as error:
        yield note("Guessing", f"by keywords alone: {error}", "Run `make install` again.")
    else:
        yield fine("Guessing", "the sentence model can be loaded")
