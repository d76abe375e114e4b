"""The lines by which signatures begin. Only patterns, each for one line."""

import re
from typing import Final

_I: Final = re.IGNORECASE

DELIMITER: Final = re.compile(r"(?:--|—|–|__)\s*$")
"""RFC 3676 says "-- "; what was trimmed on the way has lost its space."""
DELIMITED_AT_MOST: Final = 40
"""Lines; what is longer is not a signature, whatever stands above it."""

DEVICE: Final = re.compile(
    r"\s*(?:<?https?://\S*>?\s*)?(?:"
    r"sent from (?:my |an? |outlook\b"
    r"|(?:the )?(?:all[- ]new )?(?:mail|aol|yahoo|gmail|samsung|proton|bt|sky|hotmail|nokia|windows|your phone)\b)"
    r"|get (?:the )?outlook for|sent (?:via|with|using) (?:\S+ ){0,4}(?:mobile|mail|app|iphone|ipad|galaxy"
    r"|blackberry|android)"
    r"|envoyé (?:de|depuis) mon|gesendet (?:von|mit) |von meinem .{1,30} gesendet"
    r"|inviato d(?:a|al mio) |enviado desde mi "
    r"|verstuurd vanaf mijn|wysłane z |anfonwyd o fy ).{0,120}$",
    _I,
)

SIGN_OFF: Final = re.compile(
    r"\s*(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)?\s*regards|(?:with )?(?:best|kind|warm) wishes"
    r"|all the best"
    r"|yours(?: (?:sincerely|faithfully|truly))?"
    r"|(?:many |with )?thanks(?: (?:again|in advance|and (?:kind |best )?regards|so much))?"
    r"|thank you(?: (?:in advance|again|very much))?|cheers|sincerely|regards|respectfully|best"
    r"|cofion(?: cynnes| gorau)?|diolch(?: yn fawr)?"
    r"|mit freundlichen grüßen|viele grüße|cordialement|saludos|pozdrawiam|z poważaniem)\s*[,.!]?\s*$",
    _I,
)
CONTACT: Final = re.compile(
    r"(?:\+44|\b0)[\d ()-]{8,}|[^\s@]+@[^\s@]+\.[a-z]|\bwww\.|https?://|^\s*(?:t|tel|telephone|m|mob|mobile|e|email|w|web|fax|ddi|phone)\s*[:.|]",
    _I,
)
"""What the lines below a name hold when a programme put them there."""
PLAIN_WORD: Final = re.compile(r"(?<![\w@./:-])[a-z]+(?![\w@./:-])")
"""One that is not a name, nor part of an address."""
WORDS_OF_A_SENTENCE: Final = 4
POSTSCRIPT: Final = re.compile(r"\s*p\.?\s?s\.?\b", _I)

BLOCK_AT_MOST: Final = 60
"""Lines with words, from the end, among which a sign-off is looked for."""
TAIL_AT_MOST: Final = 25
"""Lines with words below a sign-off that may still be a signature."""
TAIL_LINE_AT_MOST: Final = 110
DISCLAIMER: Final = re.compile(
    r"\s*\W*(?:disclaimer|confidential|this (?:e-?mail|message|communication)\b"
    r"|the (?:information|contents?) (?:contained )?in this (?:e-?mail|message)"
    r"|please consider the environment|if you (?:are not|have received this)|caution:|privacy notice)",
    _I,
)
