"""`switchboard letters …`: reading scanned post by hand, and printing the sheets that go into the scanner."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Scanned post.", no_args_is_help=True)


@app.callback()
def letters() -> None:
    """Read scanned post, and print the sheets that go into the scanner with it."""


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="PDF, TIFF, PNG or JPEG.")],
    received: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When it came; today.")] = None,
    two_passes: Annotated[bool, typer.Option("--two-passes", help="All fronts first, then all backs.")] = False,
    searchable: Annotated[Path | None, typer.Option(help="Folder for a searchable PDF of each letter.")] = None,
) -> None:
    """Print what each file holds, a JSON object a line. Exit code 1 only if none could be read."""
    from switchboard.reading import read as run

    raise SystemExit(run(files, received.date() if received else None, two_passes, searchable))


@app.command()
def cover_sheet(
    out: Annotated[Path, typer.Argument(help="The PDF to write.")],
    service: Annotated[str, typer.Option(help="As highways/pothole.")] = "",
    reference: Annotated[str, typer.Option(help="The case that the letter belongs to.")] = "",
    office: Annotated[str, typer.Option(help="Where it was opened.")] = "",
    two_passes: Annotated[
        bool, typer.Option("--two-passes", help="For a whole pile: all fronts are scanned first, then all backs.")
    ] = False,
    separator: Annotated[
        bool, typer.Option("--separator", help="One that stands between letters, and no more.")
    ] = False,
) -> None:
    """Write a sheet to print: the cover of one letter, or a separator."""
    from switchboard.reading import sheet as run

    run(out, separator=separator, service=service, reference=reference, office=office, two_passes=two_passes)
