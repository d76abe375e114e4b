"""All of the engine's keys, for Python and (through lua_text) for Lua. A key is spelt here and nowhere else.

Every key starts with its division's tag, so that a division lives on one slot of a cluster. After `{westmere}:`

    meta                  hash    generation, epoch (the last one given), rules (version in force), paused (until, ms)
    events                stream  everything that happened, until it is in the record
    notices               topic   one word about each event, for screens
    timers                zset    kind|contact|agent by the moment it falls due
    open                  zset    every contact that is not closed, by order key
    contact:<id>          hash    a contact; once closed, what it was, for a day
    agents                set     every agent that ever signed in
    agent:<id>            hash    an agent: state, profile, lease, where they are seated
    load:<agent>          hash    contact in hand → `ringing:<channel>` or `taken:<channel>`
    cooling:<agent>       zset    contacts not to be offered to this agent, until when
    cooled:<contact>      zset    the same from the contact's side
    staff:<profile>       set     agents of a profile who are ready, busy or not
    requirements          hash    bucket → what it requires, `phone|highways:1`
    bucket-names          hash    the reverse
    profiles              hash    profile → its skills, `highways:3,libraries:2`
    profile-names         hash    the reverse
    groups                set     every group seen: a profile and the channels its agents may still take, `p3.phone+sms`
    bucket:<bucket>       zset    those who wait with one requirement on one channel, by order key
    bucket:@<ch>@<agent>  zset    those who wait for one agent they are known to
    heads                 zset    bucket → the order key of its first
    group:<group>         zset    seated agents: fewest in hand first, then idle longest
    idle-heads            zset    group → the score of its first
    serves:<group>        set     the buckets a group can serve
    served-by:<bucket>    zset    the groups that can serve a bucket, by how many skills they have
    queues                set     service|channel, as ever seen
    queue:<service|ch>    zset    those who wait for one service on one channel, by due time
    means                 hash    bucket → recent mean handling time, ms

Nothing else lives here.
"""

from typing import Final

SINGLE: Final = (
    "meta",
    "events",
    "notices",
    "timers",
    "open",
    "agents",
    "requirements",
    "bucket_names",
    "profiles",
    "profile_names",
    "groups",
    "heads",
    "idle_heads",
    "queues",
    "means",
)
FAMILIES: Final = (
    "contact",
    "agent",
    "load",
    "cooling",
    "cooled",
    "staff",
    "bucket",
    "group",
    "serves",
    "served_by",
    "queue",
)


class Keys:
    """The keys of one division."""

    def __init__(self, division: str) -> None:
        self.prefix = f"{{{division}}}:"
        self.meta = self.prefix + "meta"
        self.events = self.prefix + "events"
        self.notices = self.prefix + "notices"
        self.timers = self.prefix + "timers"


def lua_text() -> str:
    """The same for Lua: `key.timers` is a key, `key.contact .. id` is one of a family."""
    single = [f"  {name} = KEYS[1] .. '{_spelt(name)}'," for name in SINGLE]
    families = [f"  {name} = KEYS[1] .. '{_spelt(name)}:'," for name in FAMILIES]
    return "\n".join(["local key = {", *single, *families, "}"])


def _spelt(name: str) -> str:
    return name.replace("_", "-")
