"""`switchboard doctor`: looks at everything that a setting alone cannot tell, and says what to fix."""

from collections.abc import Callable, Iterator
from typing import Final

from config.settings import Settings, load_settings
from core.errors import ConfigInvalid
from switchboard.checks import carrier, guessing, partners, stores, whatsapp
from switchboard.checks.finding import Finding, Verdict, fine, wrong

CHECKS: Final[tuple[Callable[[Settings], Iterator[Finding]], ...]] = (
    stores.county,
    partners.pages,
    stores.record,
    stores.live,
    stores.documents,
    carrier.carrier,
    whatsapp.whatsapp,
    partners.partners,
    partners.letters_and_texts,
    guessing.sentence_model,
)

COLOURS: Final = {Verdict.FINE: "green", Verdict.NOTE: "yellow", Verdict.WRONG: "bold red"}


def doctor() -> int:
    """Prints what was found. Returns the exit code: 1 if something is wrong."""
    findings = list(_settings()) or list(_everything(load_settings()))
    _print(findings)
    return 1 if any(each.verdict is Verdict.WRONG for each in findings) else 0


def _settings() -> Iterator[Finding]:
    """Wrong settings, alone: nothing else can be looked at before they are right."""
    try:
        load_settings()
    except ConfigInvalid as error:
        for problem in error.problems:
            yield wrong("Settings", str(problem), "Correct the variable; docs/settings.md lists them all.")


def _everything(settings: Settings) -> Iterator[Finding]:
    yield fine("Settings", "every value makes sense")
    for check in CHECKS:
        yield from check(settings)


def _print(findings: list[Finding]) -> None:
    """A line each, and what to do on a line of its own; never cut off, for addresses are copied from here."""
    from rich.console import Console
    from rich.text import Text

    console = Console()
    width = max(len(each.about) for each in findings)
    for each in findings:
        line = Text.assemble((f"{each.verdict:<7}", COLOURS[each.verdict]), f"{each.about:<{width}}  {each.found}")
        console.print(line, soft_wrap=True)
        if each.fix:
            console.print(Text(f"{'':7}→ {each.fix}", "bold"), soft_wrap=True)
    count = sum(each.verdict is Verdict.WRONG for each in findings)
    console.print(f"\n{count} to fix." if count else "\nAll is well.")
