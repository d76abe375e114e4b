"""All of the engine's keys, for Python and (through lua_text) for Lua. A key is spelt here and nowhere else.

Every key starts with its division's tag, so that a division lives on one slot of a cluster, and with the number of this
layout: where an older one is found there is no generation, and the clock builds the state afresh. After `{westmere}:6:`

    meta                  text    generation|rules in force|paused until (ms)|order|pick|share|server
    epoch                 number  the last one that was given to an offer
    owed                  number  of people's time, owed to what is not live: ms
    events                stream  everything that happened, until it is in the record
    notices               topic   one word about each event, for screens
    timers                zset    kind|contact|agent by the moment it falls due
    aside                 zset    parked contacts and promised calls back, by when they come back
    contact:<id>          hash    a contact; once closed, what it was, for a day
    agents                set     every agent that ever signed in
    agent:<id>            hash    an agent: state, profile, lease, where they are seated. `load` is what they have in
                                  hand: `,contact=ringing:sms`, or `taken:`, or `paused:`; `taken:sms+phone` while its
                                  resident is rung
    holders               set     agents who hold something from before a flush, signed in or not
    cooling:<agent>       zset    contacts not to be offered to this agent, until when
    cooled:<contact>      zset    the same from the contact's side
    staff:<group>         set     agents who are ready, busy or not, by their group with empty hands
    bundle:<matter>       set     a resident's open contacts about one matter
    requirements          hash    bucket → what it requires, `phone|highways:1`; a hard skill has a `!`, a weight a `*`
    bucket-names          hash    the reverse
    routes                hash    a route's steps as the rules say them → with buckets, `0=b1;60000=b4`
    profiles              hash    profile → its skills, `highways:3,libraries:2`
    profile-names         hash    the reverse
    groups                set     every group seen: a profile and the channels its agents may still take, `p3.phone+sms`
    bucket:<bucket>       zset    those who wait with one requirement on one channel, by order key
    bucket:@<ch>@<agent>  zset    those who wait for one agent they are known to
    heads                 zset    bucket → the order key of its first
    group:<group>         zset    seated agents: fewest in hand first, then idle longest
    idle-heads            zset    group → the score of its first
    serves:<group>        set     the buckets a group can serve
    served-by:<bucket>    zset    the groups that can serve a bucket, the best at what it needs first
    queues                set     service|channel, as ever seen; `service|question` for what agents ask
    queue:<service|ch>    zset    those who wait for one service on one channel, by due time
    means                 hash    bucket a route begins in → recent mean handling time (ms), and of how many
    paces                 hash    bucket a route begins in → how waits compare with what was expected, and scatter

Nothing else lives here.
"""

from typing import Final

SINGLE: Final = (
    "meta",
    "epoch",
    "owed",
    "routes",
    "events",
    "notices",
    "timers",
    "aside",
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
    "paces",
    "holders",
)
FAMILIES: Final = (
    "contact",
    "agent",
    "cooling",
    "cooled",
    "staff",
    "bucket",
    "group",
    "serves",
    "served_by",
    "queue",
    "bundle",
)


NAMES: Final = frozenset(SINGLE + FAMILIES)
LUA: Final = """local key
local keys_spelt = {}

local function spell(prefix)
  key = keys_spelt[prefix]
  if not key then
    key = {
      %s
    }
    keys_spelt[prefix] = key
  end
end"""

LAYOUT: Final = 6
"""Counted up whenever what the keys hold changes its form."""


class Keys:
    """The keys of one division."""

    def __init__(self, division: str) -> None:
        self.every = f"{{{division}}}:"
        """What every key of the division starts with, of older layouts as well."""
        self.prefix = f"{self.every}{LAYOUT}:"
        self.meta = self.prefix + "meta"
        self.events = self.prefix + "events"
        self.notices = self.prefix + "notices"
        self.timers = self.prefix + "timers"


def lua_text() -> str:
    """`key.timers` (a key) and `key.contact .. id` (one of a family) as a Lua table, which `spell(prefix)` sets.

    It is kept for each division: a verb names more than ten of them, and joining two texts takes as long as a command.
    """
    rows = [f"{name} = prefix .. '{_spelt(name)}'" for name in SINGLE]
    rows += [f"{name} = prefix .. '{_spelt(name)}:'" for name in FAMILIES]
    return LUA % ",\n      ".join(rows)


def _spelt(name: str) -> str:
    return name.replace("_", "-")
