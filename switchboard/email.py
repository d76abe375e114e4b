"""`switchboard email …`: what there is to do with email on a command line."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from switchboard.lines import print_object

MISTAKE_OF_OURS: Final = "It could not be read, by a mistake of ours. Please tell whoever maintains this."

app = typer.Typer(help="Email: see how a message is read.", no_args_is_help=True)


@app.callback()
def email() -> None:
    """See how a message is read."""


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="Messages (.eml) or mailboxes (mbox); - reads standard input.")],
) -> None:
    """Print each message as one JSON object on a line; what cannot be read as one with `error`.

    Exit code 1 when nothing at all could be read.
    """
    read_one = False
    for file in files:
        for found in _objects(file):
            print_object(found)
            read_one = read_one or "error" not in found
    raise SystemExit(0 if read_one else 1)


def _objects(file: Path) -> Iterator[dict[str, Any]]:
    from channels.email.inbound import AT_MOST, read
    from channels.email.mbox import messages
    from core.errors import InvalidInput

    where = {"file": str(file)}
    try:
        with sys.stdin.buffer if str(file) == "-" else file.open("rb") as stream:
            for number, raw in enumerate(messages(stream, at_most=AT_MOST), start=1):
                try:
                    yield read(raw).to_dict()
                except InvalidInput as error:
                    yield {"error": str(error), **where, "number": number}
                except Exception as error:
                    # Whatever it is, those behind it can be read.
                    yield {"error": f"{MISTAKE_OF_OURS} ({type(error).__name__})", **where, "number": number}
    except OSError as error:
        yield {"error": f"The file cannot be opened: {error.strerror}.", **where}
