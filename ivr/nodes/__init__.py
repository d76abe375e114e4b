"""Every node kind, by name. A new one is a file here, a line in both lists below, and its cases in tests/ivr/cases."""

from typing import Annotated

from pydantic import Field

from ivr.nodes.base import Node
from ivr.nodes.collect import CollectNode
from ivr.nodes.describe import DescribeNode
from ivr.nodes.goto import GotoNode
from ivr.nodes.hang_up import HangUpNode
from ivr.nodes.hours import HoursNode
from ivr.nodes.lookup import LookupNode
from ivr.nodes.menu import MenuNode
from ivr.nodes.queue import QueueNode
from ivr.nodes.say import SayNode
from ivr.nodes.text import TextNode
from ivr.nodes.voicemail import VoicemailNode

KINDS: dict[str, type[Node]] = {
    "say": SayNode,
    "menu": MenuNode,
    "describe": DescribeNode,
    "collect": CollectNode,
    "hours": HoursNode,
    "lookup": LookupNode,
    "text": TextNode,
    "goto": GotoNode,
    "queue": QueueNode,
    "voicemail": VoicemailNode,
    "hang-up": HangUpNode,
}

AnyNode = Annotated[
    SayNode
    | MenuNode
    | DescribeNode
    | CollectNode
    | HoursNode
    | LookupNode
    | TextNode
    | GotoNode
    | QueueNode
    | VoicemailNode
    | HangUpNode,
    Field(discriminator="kind"),
]
