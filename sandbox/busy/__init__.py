"""A busy day: made-up residents who ring, press, wait, talk, text and give up, all by themselves.

They use the carrier as a person would and know nothing of the menus: they listen to what a prompt offers and pick.
"""

from sandbox.busy.routes import router

__all__ = ["router"]
