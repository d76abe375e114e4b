"""A menu document: nodes by name, where it starts, and what holds at every one of its choices."""

from pydantic import Field

from ivr.nodes import AnyNode
from ivr.nodes.base import NodeId, Option, Part


class Menu(Part):
    """`anywhere` may be chosen at every menu node, `always` is said after its options, `lost` takes the not understood.

    After `turns` answers from one caller, the menu stops asking and sends them to `lost`: no call goes round for ever.
    """

    menu: NodeId
    label: str = Field(min_length=1)
    start: NodeId
    lost: NodeId
    given: tuple[str, ...] = ()
    always: str = ""
    handing_over: str = ""
    turns: int = Field(default=24, ge=4, le=60)
    longest_s: int = Field(default=30, ge=5, le=60)
    anywhere: tuple[Option, ...] = ()
    nodes: dict[NodeId, AnyNode] = Field(min_length=1)
