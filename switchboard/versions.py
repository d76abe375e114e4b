"""`switchboard rules`: which routing rules were published, and back to some of them, where no console can be reached.

It touches the record alone. The clock, once it runs, brings everybody who waits to what is in force.
"""

from typing import Final

from centre.planning import Planning
from centre.publishing import SHOWN, again
from config.county import load_county
from config.settings import load_settings
from records.record import Record
from records.tx import Tx

BY: Final = "The command line"
AT: Final = "%Y-%m-%d %H:%M UTC"


def rules(back_to: int | None, why: str) -> None:
    """Lists them, newest first; or publishes `back_to` anew. ConfigInvalid when its text makes no sense any more."""
    settings = load_settings()
    record = Record(settings.database_url, division=settings.division)
    try:
        record.migrate()
        if back_to is None:
            with record.reading() as tx:
                print("\n".join(_listed(tx)))
            return
        planning = Planning(load_county(settings.county_folder, open_all_hours=settings.open_all_hours))
        with record.transaction() as tx:
            planning.compile(tx.rules.get(back_to).text, version=back_to, tried=False)
            version = again(tx, back_to, BY, why)
        print(f"Version {version.n} is in force: it says what version {back_to} said.")
    finally:
        record.close()


def _listed(tx: Tx) -> list[str]:
    versions = tx.rules.list(SHOWN)
    newest = max((version.n for version in versions), default=0)
    return [
        f"{version.n:>5}  {version.at:{AT}}  {version.by}: {version.why}{'  (in force)' if version.n == newest else ''}"
        for version in versions
    ] or ["No routing rules have been published yet."]
