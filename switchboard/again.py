"""`switchboard simulate --from DAY --to DAY`: recorded days once more, and whether every decision was the same."""

import asyncio
import json
from dataclasses import asdict
from datetime import datetime

from centre.what_if import Again
from config.county import load_county
from config.settings import load_settings
from core.clock import from_ms
from switchboard import logs
from switchboard.days import about_days, typed_days
from switchboard.simulating import bar

DIFFERED = 1


def again(since: datetime, until: datetime, *, as_json: bool) -> int:
    """Prints what each generation came to; the days are whole ones. The exit code is 1 when anything differed."""
    from runtime.parts import open_what_if

    settings = load_settings()
    logs.start("warning", "simulate")
    county = load_county(settings.county_folder, open_all_hours=settings.open_all_hours)
    days = typed_days(county, since, until)

    async def replayed() -> list[Again]:
        with open_what_if(settings, county) as what_if, bar("recorded days") as told, about_days():
            return await what_if.again(*days, told)

    found = asyncio.run(replayed())
    if as_json:
        print(json.dumps([asdict(each) for each in found], indent=2))
    else:
        for each in found:
            print(_told(each))
    return DIFFERED if any(each.first for each in found) else 0


def _told(each: Again) -> str:
    began = f"{from_ms(each.began_ms):%Y-%m-%d %H:%M} UTC"
    if each.first is None:
        return f"The generation of {began}: {each.steps:,} steps with {each.offers:,} offers, all as recorded."
    return f"The generation of {began}: as recorded for {each.steps:,} steps; then it differs. {each.first}"
