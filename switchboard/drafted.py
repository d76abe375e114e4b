"""`switchboard simulate --from DAY --to DAY --rules FILE`: what a draft of the rules would have changed."""

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path

from centre.what_if import REPLICATIONS
from config.county import load_county
from config.settings import load_settings
from core.errors import ConfigInvalid
from simulator.difference import Difference
from simulator.scenario import text_of
from switchboard import logs
from switchboard.days import about_days, typed_days
from switchboard.difference import show
from switchboard.failing import MISUSED, sentences
from switchboard.simulating import bar


def drafted(
    path: Path, since: datetime, until: datetime, *, as_json: bool, replications: int | None, seed: int | None
) -> int:
    """Prints the difference, as tables or JSON; the days are whole ones. The exit code is 2 when the draft is wrong."""
    from runtime.parts import open_what_if

    settings = load_settings()
    logs.start("warning", "simulate")
    county = load_county(settings.county_folder, open_all_hours=settings.open_all_hours)
    span = typed_days(county, since, until)

    async def lived() -> Difference:
        text = text_of(path)
        with open_what_if(settings, county) as what_if, bar("recorded days") as told, about_days():
            return await what_if.draft(
                text,
                *span,
                told,
                replications=replications or REPLICATIONS,
                seed=1 if seed is None else seed,
                file=str(path),
            )

    try:
        found = asyncio.run(lived())
    except ConfigInvalid as error:
        for line in sentences(error):
            print(line, file=sys.stderr)
        return MISUSED
    if as_json:
        days = {"from": f"{since:%Y-%m-%d}", "to": f"{until:%Y-%m-%d}"}
        print(json.dumps(days | found.to_json(), indent=2, ensure_ascii=False))
    else:
        show(found, f"{since:%-d %B %Y}" + (f" to {until:%-d %B %Y}" if until != since else ""), path.name)
    return 0
