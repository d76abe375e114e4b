"""What the naive scan costs: the same contacts, on a list and in hashes of its own."""

import json
from itertools import islice
from statistics import median

from bench.county import County
from bench.ground import Ground, Spent
from skills.need import HIGHEST_LEVEL

PREFIX = "{bench-naive}:"
SCANS = 9
CHUNK = 2_000


async def naive_us(ground: Ground, county: County, waiting: int) -> float:
    """Microseconds of the server for an agent of the busy half who gets free; the front half of the list is in vain.

    The middle one of several, as of our matches.
    """
    for start in range(0, waiting, CHUNK):
        rows = range(start, min(start + CHUNK, waiting))
        contacts = [(ground.ids.new("con"), str(10**13 + row), _asks(county, row, waiting)) for row in rows]
        await ground.yardsticks.call("naive_fill", [{"prefix": PREFIX, "contacts": json.dumps(contacts)}])
    scans: list[float] = []
    for skills in islice(county.profile_skills(), 0, 2 * SCANS, 2):
        spent = Spent()
        text = ",".join(f"{skill}:{level}" for skill, level in sorted(skills.items()))
        async with ground.booked(spent):
            await ground.yardsticks.call("naive", [{"prefix": PREFIX, "agent": "agt_1", "skills": text}])
        scans.append(spent.us)
    await ground.live.clear(PREFIX)
    return median(scans)


def _asks(county: County, row: int, waiting: int) -> str:
    level = HIGHEST_LEVEL if row < waiting // 2 else 1
    return f"email|s{county.requirement(row, 0)}:{level}"
