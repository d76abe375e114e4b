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
ATTRIBUTION_PROOF: Final = re.compile(r"\d{1,2}[:.]\d{2}|@")
"""A programme gives the hour or the address; a resident who tells what somebody wrote gives neither."""
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

FORWARDING_SUBJECT: Final = re.compile(r"\s*(?:fw|fwd|wg|tr|rv|vs|enc|pd|ymlaen)\s*:", _I)
