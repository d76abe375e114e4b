"""The lines by which signatures begin. Only patterns, each for one line."""

import re
from typing import Final

_I: Final = re.IGNORECASE

DELIMITER: Final = re.compile(r"(?:--|—|–|__)\s*$")
"""RFC 3676 says "-- "; what was trimmed on the way has lost its space."""
DELIMITER_WHOLE: Final = re.compile(r"-- $")
"""As it is meant. Nobody types it by chance."""
DELIMITED_AT_MOST: Final = 40
"""Lines; what is longer is not a signature, whatever stands above it."""
LIST_FOLLOWS: Final = re.compile(r".*[:：]\s*$")
"""A line above dashes that says that what is below belongs to it."""

DEVICES: Final = (
    "iphone|ipad|ipod|mac|macbook|imac|watch|apple|galaxy|samsung|android|mobile|cell|phone|handy|smartphone|tablet"
    "|blackberry|huawei|honor|htc|sony|xperia|lg|motorola|moto|nokia|lumia|windows|pixel|google|nexus|oneplus|oppo"
    "|xiaomi|redmi|poco|fairphone|kindle|fire|chromebook|surface|laptop|computer|pc|desktop|device|handheld|wireless"
    "|vodafone|o2|ee|three|bt|virgin"
)
DEVICE: Final = re.compile(
    r"\s*(?:<?https?://\S*>?\s*)?(?:"
    rf"sent from (?:(?:my |an? )(?:[\w'’+-]+ ){{0,3}}?(?:{DEVICES})(?![^\W\d_])[\w+-]*|outlook\b"
    r"|(?:the )?(?:all[- ]new )?(?:mail|aol|yahoo|gmail|samsung|proton|bt|sky|hotmail|nokia|windows|your phone)\b)"
    r"|get (?:the )?outlook for|sent (?:via|with|using) (?:\S+ ){0,4}(?:mobile|mail|app|iphone|ipad|galaxy"
    r"|blackberry|android)\b"
    r"|envoyé (?:de|depuis) mon|gesendet (?:von|mit) |von meinem .{1,30} gesendet"
    r"|inviato d(?:a|al mio) |enviado desde mi "
    r"|verstuurd vanaf mijn|wysłane z |anfonwyd o fy )(?P<rest>.{0,120})$",
    _I,
)
DEVICE_REST_AT_MOST: Final = 5
"""Words in small letters behind it that a programme writes; who goes on with more tells something."""
EXCUSE: Final = re.compile(r"\b(?:excuse|apolog\w+|sorry|forgive|pardon|typos?|brevity|autocorrect)\b", _I)
"""Or what many keep there."""

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
