"""The lines by which mail programmes say "what follows is not mine", in the languages of our residents. Only patterns.

Every pattern is matched against one line of at most `LINE_AT_MOST` characters, so none can take long.
"""

import re
from typing import Final

LINE_AT_MOST: Final = 600

SHORTEST: Final = 5
"""Characters of the shortest line that says anything: "De: a"."""

_I: Final = re.IGNORECASE

QUOTED: Final = re.compile(r">")

ATTRIBUTION_END: Final = re.compile(
    r"(?:\b(?:wrote|writes|said|a écrit|schrieb|escribió|ha scritto|schreef|napisała?|napisał\(a\)|pisze|escreveu|skrev"
    r"|ysgrifennodd|a scris|parašė|írta|написал\(?а?\)?|пишет|napsal\(a\))\b.{0,120}|<[^<>\s]+@[^<>\s]+>)\s*[:：]\s*$",
    _I,
)
"""The last line of "On such a day, somebody wrote:"."""
ATTRIBUTION_START: Final = re.compile(
    r"(?:on|le|am|el|il|op|em|den|på|dnia|w dniu|dne|ar|pe|în|в|a)\s.*\d|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|.*<[^<>\s]+@[^<>\s]+>|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d",
    _I,
)
_YEAR: Final = r"\b(?:19|20)\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d\d\b"
ATTRIBUTION_PROOF: Final = re.compile(
    rf"<[^<>\s]+@[^<>\s]+>|(?:{_YEAR}).*(?:\d{{1,2}}[:.]\d{{2}}|@)|(?:\d{{1,2}}[:.]\d{{2}}|@).*(?:{_YEAR})"
)
"""A programme gives the address in brackets, or the year with the hour or the address. A resident who tells what
somebody wrote gives no year: what follows may be theirs again, and nothing says where."""
ATTRIBUTION_NAMELESS: Final = re.compile(
    r"\b(?:he|she|they|it|i|we|you|who|someone|somebody|(?:my|his|her|our|their)(?: \w+){1,3})"
    r"(?: (?:also|then|just|has|have|had))? (?:wrote|writes|said)\b",
    _I,
)
"""No programme calls anybody so."""
ATTRIBUTION_LINES: Final = 4
ATTRIBUTION_AT_MOST: Final = 500

ORIGINAL: Final = re.compile(
    r"[\s*]*-{2,}\s*(?:original (?:message|appointment|e-?mail)|reply message|ursprüngliche nachricht"
    r"|message d['’]origine|mensaje original|messaggio originale|oorspronkelijk bericht|wiadomość oryginalna"
    r"|mensagem original|ursprungligt meddelande|neges wreiddiol)\s*-{2,}[\s*]*$",
    _I,
)
FORWARDED: Final = re.compile(
    r"(?:[\s*]*-{3,}\s*(?:forwarded (?:message|e-?mail)|message transféré|weitergeleitete nachricht|messaggio inoltrato"
    r"|mensaje reenviado|doorgestuurd bericht|mensagem encaminhada|przekazana wiadomość"
    r"|wiadomość przekazana dalej|neges wedi['’]i hanfon ymlaen)(?:\s.{0,60})?-{3,}[\s*]*"
    r"|\s*(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)"
    r"|inizio messaggio inoltrato|inicio del mensaje reenviado|begin doorgestuurd bericht)\s*:\s*)$",
    _I,
)
RULE: Final = re.compile(r"\s*[_-]{10,}\s*$")
"""A line across the page; Outlook puts one above its headers."""

HEADER_FROM: Final = re.compile(
    r"[\s*_]*(?:from|von|de|da|van|od|från|fra|oddi wrth)[*_]*\s?:[*_]*\s*\S",
    _I,
)
HEADER_OTHER: Final = re.compile(
    r"[\s*_]*(?:sent|date|to|cc|subject|reply-to|importance|gesendet|datum|an|betreff|envoyé|à|objet|enviado(?: el)?"
    r"|fecha|para|asunto|inviato|a|oggetto|verzonden|aan|onderwerp|wysłano|data|do|temat|skickat|till|ämne|assunto"
    r"|anfonwyd|at|pwnc|dyddiad)[*_]*\s?:",
    _I,
)
HEADER_LINES: Final = 8
HEADERS_NEEDED: Final = 2
HEADERS_PROOF: Final = re.compile(rf"@|{_YEAR}")
"""One of them names an address or a year when a programme wrote them."""

FORWARDING_SUBJECT: Final = re.compile(r"\s*(?:fw|fwd|wg|tr|rv|vs|enc|pd|ymlaen)\s*:", _I)
