"""What each verb does to a call. One file a verb or a close family; this is the whole list."""

from typing import Final

from sandbox.carrier.perform import Verb
from sandbox.carrier.verbs.dial import dial
from sandbox.carrier.verbs.ends import hangup, leave, redirect, reject
from sandbox.carrier.verbs.enqueue import enqueue
from sandbox.carrier.verbs.gather import gather
from sandbox.carrier.verbs.record import record
from sandbox.carrier.verbs.sounds import pause, play, say

VERBS: Final[dict[str, Verb]] = {
    "Say": say,
    "Play": play,
    "Pause": pause,
    "Gather": gather,
    "Redirect": redirect,
    "Hangup": hangup,
    "Reject": reject,
    "Record": record,
    "Enqueue": enqueue,
    "Leave": leave,
    "Dial": dial,
}
