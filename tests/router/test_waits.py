"""What a waiting resident is told costs no more where many groups serve many buckets, and is nearly as right."""

import random

from bench.county import County
from core.channel import Channel
from tests.router.floor import START_MS, Floor, plan

COUNTY = County(agents=400, profiles=400, requirements=160, breadth=32)
WAITING = 600


def ahead_of_the_last(waits: list[int], staff: list[frozenset[str]]) -> float:
    """Of those who ask for each of these requirements, how many the last one's own people will serve, and itself."""
    serve = {number: {row for row, skills in enumerate(staff) if f"s{number}" in skills} for number in set(waits)}
    own = serve[waits[-1]]
    return 1 + sum(len(serve[number] & own) / len(serve[number]) for number in waits[:-1])


async def test_a_sample_of_many_groups_tells_about_as_many_ahead_as_all_of_them(floor: Floor) -> None:
    chance = random.Random(7)  # nothing is kept secret by it
    staff = [frozenset(skills) for skills in COUNTY.profile_skills()]
    for row, skills in enumerate(staff):
        await floor.agent(f"a{row}", " ".join(f"{skill}:4" for skill in skills), capacity={Channel.PHONE: 1})
    waits: list[int] = []
    for number in range(len(staff) + WAITING):
        asks = chance.randrange(COUNTY.requirements // 2)
        contact = f"c{number}"
        waiting = await floor.engine.arrive(plan(contact, f"s{asks}:1", arrived=START_MS + number)) == "waiting"
        waits += [asks] if waiting else []
        if waiting and len(waits) >= WAITING:
            break
    assert len(waits) == WAITING
    place = await floor.engine.tell_place(contact)
    assert place is not None
    assert place.ahead == WAITING - 1
    told = (await floor.engine.dump())["contacts"][contact]["told"].split()
    # Eighty buckets wait, each served by some eighty groups, of which twenty-five are looked at.
    exact = ahead_of_the_last(waits, staff)
    assert abs(float(told[2]) / exact - 1) < 0.1
