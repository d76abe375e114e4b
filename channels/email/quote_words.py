"""The words that mail programmes put around what they quote, by language. Only data; small letters.

A new language is a line in each table. Words of one letter, and those that begin many sentences, belong only where a
second sign is asked for beside them.
"""

from collections.abc import Mapping
from typing import Final

Table = Mapping[str, tuple[str, ...]]
"""Words by language."""

WROTE: Final = {
    "en": ("wrote", "writes", "said"),
    "cy": ("ysgrifennodd",),
    "fr": ("a écrit",),
    "de": ("schrieb",),
    "es": ("escribió",),
    "it": ("ha scritto",),
    "nl": ("schreef",),
    "pl": ("napisał", "napisała", "napisał(a)", "pisze"),
    "pt": ("escreveu",),
    "sv, no, da": ("skrev",),
    "ro": ("a scris",),
    "lt": ("parašė",),
    "lv": ("rakstīja",),
    "hu": ("írta",),
    "cs": ("napsal", "napsala", "napsal(a)"),
    "sk": ("napísal", "napísala", "napísal(a)"),
    "bg, ru": ("написа", "написал", "написала", "написал(а)", "пишет"),
    "uk": ("пише", "написав", "написала"),
    "tr": ("yazdı",),
    "el": ("έγραψε",),
}
"""Between a name and a colon: "On such a day, somebody wrote:"."""
WROTE_UNSPACED: Final = {
    "zh": ("写道", "寫道"),
    "ja": ("のメール", "書きました"),
    "ar": ("كتب", "تمت كتابة ما يلي بواسطة"),
}
"""The same in scripts whose words have no spaces between them, or other letters joined to them."""
ON: Final = {
    "en": ("on",),
    "cy": ("ar",),
    "fr": ("le",),
    "de": ("am",),
    "es": ("el",),
    "it": ("il",),
    "nl": ("op",),
    "pt": ("em",),
    "sv, no, da": ("den", "på"),
    "pl": ("dnia", "w dniu"),
    "cs": ("dne",),
    "ro": ("pe", "în"),
    "bg": ("на",),
    "ru": ("в",),
    "hu": ("a",),
}
"""Before the day in such a line."""
FROM: Final = {
    "en": ("from",),
    "cy": ("oddi wrth",),
    "de, nl": ("von", "van"),
    "fr, es, pt": ("de",),
    "it": ("da",),
    "pl, cs, sk": ("od",),
    "sv, no, da": ("från", "fra"),
    "ru, bg": ("от",),
    "uk": ("від",),
    "tr": ("kimden", "gönderen"),
    "hu": ("feladó",),
    "ro": ("de la",),
    "zh": ("发件人", "寄件者"),
}
SENT: Final = {
    "en": ("sent", "date"),
    "cy": ("anfonwyd", "dyddiad"),
    "de, nl, cs": ("gesendet", "datum", "verzonden", "odesláno"),
    "fr": ("envoyé",),
    "es, pt": ("enviado", "enviado el", "enviado em", "fecha"),
    "it": ("inviato", "data"),
    "pl": ("wysłano", "wysłane", "data"),
    "sv, no, da": ("skickat", "sendt", "dato"),
    "ru": ("отправлено", "дата"),
    "uk": ("надіслано",),
    "tr": ("gönderildi", "tarih"),
    "hu": ("elküldve", "dátum"),
    "ro": ("trimis",),
    "zh": ("发送时间", "寄件日期", "日期"),
}
TO: Final = {
    "en": ("to", "cc", "reply-to"),
    "cy": ("at",),
    "de, nl": ("an", "aan", "kopie"),
    "fr": ("à",),
    "es, pt": ("para",),
    "it": ("a",),
    "pl": ("do", "dw"),
    "sv, no, da": ("till", "til"),
    "cs, sk": ("komu", "pro"),
    "ru, uk": ("кому", "копия", "копія"),
    "tr": ("kime",),
    "hu": ("címzett",),
    "ro": ("către",),
    "zh": ("收件人", "抄送"),
}
SUBJECT: Final = {
    "en": ("subject",),
    "cy": ("pwnc",),
    "de": ("betreff",),
    "fr": ("objet",),
    "es, pt": ("asunto", "assunto"),
    "it": ("oggetto",),
    "nl": ("onderwerp",),
    "pl": ("temat",),
    "sv, no, da": ("ämne", "emne"),
    "cs, sk": ("předmět", "predmet"),
    "ru, uk": ("тема",),
    "tr": ("konu",),
    "hu": ("tárgy",),
    "ro": ("subiect",),
    "zh": ("主题", "主旨"),
}
OTHER: Final = {"en": ("importance", "priority", "attachments"), "de": ("wichtigkeit",), "pl": ("ważność",)}
"""Further headers that Outlook names."""


def every(*tables: Table) -> list[str]:
    """All words of the tables, each once, long ones first: of two that begin alike the whole one is meant."""
    words = {each for table in tables for some in table.values() for each in some}
    return sorted(words, key=lambda each: (-len(each), each))
