"""Why a contact is kept for one agent first: said of one that waits for them, and of an offer that went to them."""

from typing import Final

from router.explain.history import Kept

KEPT: Final = {
    Kept.KNOWS: "{who} knows the resident or the case",
    Kept.PASSED_ON: "it was passed on to {who}",
    Kept.ASKED: "a colleague asked {who} by name",
    Kept.MATTER: "{who} has the rest of the matter",
    Kept.LATER: "{who} knows it, or was given it by name",
}
