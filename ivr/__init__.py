"""Phone menus: their documents and the pure interpreter that steps a caller through one.

No TwiML, HTTP, clock or store lives here: what a menu wants done is an *ask*, a value that the centre performs.
"""

from ivr.asks import Ask, Collect, Fact, HangUp, LookUp, Queue, Redirect, SendText, Voicemail
from ivr.events import Answered, Digits, Event, Silence, Speech, Started
from ivr.interpreter import Step, step, walk
from ivr.menu import Menu
from ivr.prompts import Pause, Play, Prompt, Say
from ivr.session import Session

__all__ = [
    "Answered",
    "Ask",
    "Collect",
    "Digits",
    "Event",
    "Fact",
    "HangUp",
    "LookUp",
    "Menu",
    "Pause",
    "Play",
    "Prompt",
    "Queue",
    "Redirect",
    "Say",
    "SendText",
    "Session",
    "Silence",
    "Speech",
    "Started",
    "Step",
    "Voicemail",
    "step",
    "walk",
]
