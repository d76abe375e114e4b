"""Commands that ask nobody, such as a text's parts. They print one line of JSON, or what is to be pasted elsewhere."""

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


AS_IT_IS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}
"""What somebody wrote may begin with a dash, and is no option for that."""


@sms.command(context_settings=AS_IT_IS)
def segments(text: Annotated[str, typer.Argument(help="The whole text, in quotes.")]) -> None:
    """Say how a text is sent: its alphabet, in how many parts, and of how many units."""
    from channels.sms.segments import measure

    length = measure(text)
    print_object({"encoding": length.alphabet.value, "segments": length.segments, "units": length.units})


@phone.command(context_settings=AS_IT_IS)
def number(text: Annotated[str, typer.Argument(help="What somebody wrote as their number, in quotes.")]) -> None:
    """Say what number that is, of which kind, whether anybody can have it, and why."""
    from core.telephone import read

    told = read(text)
    print_object({"e164": told.e164, "kind": told.kind.value, "valid": told.valid, "reason": told.reason})


@phone.command()
def fallback() -> None:
    """Print the document by which the carrier takes messages while nothing of ours answers (docs/production.md)."""
    from channels.phone.addresses import PhoneAddresses
    from channels.phone.twiml import in_our_place
    from config.county import load_county
    from config.settings import load_settings

    settings = load_settings()
    council = load_county(settings.county_folder).council
    print(in_our_place(PhoneAddresses(public_url=settings.public_url), council=council.spoken_name))
