"""Commands that read what they are given and ask nobody, such as a text's parts. They print one line of JSON."""

from typing import Annotated

import typer

from switchboard.lines import print_object

sms = typer.Typer(help="Texts.", no_args_is_help=True)
phone = typer.Typer(help="Telephone numbers.", no_args_is_help=True)


@sms.callback()
def _texts() -> None:
    """Texts."""


@phone.callback()
def _numbers() -> None:
    """Telephone numbers."""


@sms.command()
def segments(text: Annotated[str, typer.Argument(help="The whole text, in quotes.")]) -> None:
    """Say how a text is sent: its alphabet, in how many parts, and of how many units."""
    from channels.sms.segments import measure

    length = measure(text)
    print_object({"encoding": length.alphabet.value, "segments": length.segments, "units": length.units})


@phone.command()
def number(text: Annotated[str, typer.Argument(help="What somebody wrote as their number, in quotes.")]) -> None:
    """Say what number that is, of which kind, whether anybody can have it, and why."""
    from core.telephone import read

    told = read(text)
    print_object({"e164": told.e164, "kind": told.kind.value, "valid": told.valid, "reason": told.reason})
