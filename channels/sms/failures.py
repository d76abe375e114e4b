"""Why the carrier could not deliver one of our texts, by its code, in words that tell an agent what to do.

Source: Twilio, "Error and warning dictionary", 30001 to 30999, and 21610.
"""

from typing import Final

OPTED_OUT: Final = 21610

WHY: Final = {
    OPTED_OUT: "They have asked for no more texts from us (STOP). Please reach them another way.",
    30003: "Their telephone was off or out of reach for too long. It may work later.",
    30004: "Their telephone or network blocks texts from us.",
    30005: "Nobody has that number any more, as far as the network knows.",
    30006: "That number cannot receive texts. Is it a landline?",
    30007: "A network took it for spam and stopped it.",
    30008: "The network did not say why.",
}


def why(code: int | None) -> str | None:
    """The sentence of a status callback's code; None when it has none."""
    if code is None:
        return None
    return WHY.get(code, f"The carrier could not deliver it (error {code}).")
