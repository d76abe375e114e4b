"""Eight mail programmes: how each answers, signs and quotes, in plain text and in HTML."""

import random
from collections.abc import Callable, Sequence
from typing import Final

from tests.samples.mail.bodies import Before, Body, in_divs, in_paragraphs, joined, prefixed, with_breaks, wrapped
from tests.samples.mail.people import Person

Writes = Callable[[random.Random, Person, Sequence[str], Before | None], Body]


def outlook(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """On top; a signature without "-- "; headers below a line, everything after them unmarked."""
    sign = f"Kind regards,\n\n{me.name}\n{me.title}\n{me.organisation}\nT: {me.phone}\nE: {me.address}"
    own = "\n\n".join(said)
    html = in_paragraphs(said, "MsoNormal") + in_paragraphs(sign.split("\n\n"), "MsoNormal")
    if before is None:
        return Body(plain=joined(own, sign), html=html, text=own, signature=sign)
    rule = dice.choice(["_" * 32, "-----Original Message-----"])
    head = _headers(before, "Sent")
    quote = f"{rule}\n{head}\n\n{before.body.plain}"
    said_so = "" if rule.startswith("_") else f"<p>{rule}</p>"
    page = (
        f'{said_so}<div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">'
        f"{_bold(head)}</p></div></div>{before.body.html}"
    )
    return Body(plain=joined(own, sign, quote), html=html + page, text=own, quoted=quote, signature=sign)


def gmail(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """On top, or below; "On … wrote:", cut in two where it is long; "-- " above a signature."""
    own = wrapped("\n\n".join(said))
    sign = f"{me.name}\n{me.phone}" if dice.random() < 0.5 else ""
    signed = f"-- \n{sign}" if sign else ""
    html = f'<div dir="ltr">{in_divs(said)}</div>'
    mark = '<span class="gmail_signature_prefix">-- </span><br>'
    html += f'{mark}<div dir="ltr" class="gmail_signature">{with_breaks(sign)}</div>' if sign else ""
    if before is None:
        return Body(plain=joined(own, signed), html=html, text=own, signature=sign)
    line = f"On {before.day} at {before.hour}, {before.name} <{before.address}> wrote:"
    at = line.index("<") + 1
    shown = f"{line[:at]}\n{line[at:]}" if len(line) > 70 else line
    quote = f"{shown}\n\n{prefixed(before.body.plain)}"
    html += (
        f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{with_breaks(line)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{before.body.html}</blockquote></div>'
    )
    return Body(plain=joined(own, signed, quote), html=html, text=own, quoted=quote, signature=sign)


def apple(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """On top; the attribution is inside the quote."""
    own = "\n\n".join(said)
    if before is None:
        return Body(plain=own, html=f"<div>{in_divs(said)}</div>", text=own)
    line = f"On {before.day}, at {before.hour}, {before.name} <{before.address}> wrote:"
    quote = prefixed(f"{line}\n\n{before.body.plain}")
    html = (
        f'<html><body>{in_divs(said)}<div><br><blockquote type="cite"><div>{with_breaks(line)}</div><br class="x">'
        f"<div>{before.body.html}</div></blockquote></div><br></body></html>"
    )
    return Body(plain=joined(own, quote), html=html, text=own, quoted=quote)


def thunderbird(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """Below the quote, or between its lines."""
    sign = f"{me.name}\n{me.organisation}" if dice.random() < 0.5 else ""
    return _below(dice, said, sign, before, "On {day} {hour}, {name} wrote:", "moz-signature")


def webmail(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """The council's own: below the quote or between its lines, with the address in the attribution."""
    sign = f"{me.name}\n{me.title}\n{me.organisation}\n{me.phone}"
    return _below(dice, said, sign, before, "On {day} {hour}, {name} <{address}> wrote:", "moz-signature")


def yahoo(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """On top; what is quoted is only indented, which plain text does not show."""
    own = "\n\n".join(said)
    sign = dice.choice(["Sent from Yahoo Mail on Android", "Sent from Yahoo Mail for iPhone", ""])
    html = f"<div>{in_divs(said)}</div><div><br></div><div>{sign}</div>"
    if before is None:
        return Body(plain=joined(own, sign), html=html, text=own, signature=sign)
    line = f"On {before.day} at {before.hour}:00 GMT, {before.name} <{before.address}> wrote:"
    quote = f"    {line}  \n \n{before.body.plain}"
    shown = f"<div>{with_breaks(line)}</div><div>{before.body.html}</div>"
    html += f'<div id="ydp1yahoo_quoted" class="yahoo_quoted">{shown}</div>'
    return Body(plain=joined(own, sign, quote), html=html, text=own, quoted=quote, signature=sign)


def ios(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """As Apple's other programme, with where it was sent from."""
    sign = dice.choice(["Sent from my iPhone", "Sent from my iPad"])
    inner = apple(dice, me, said, before)
    own = inner.text
    html = f"<html><body>{in_divs(said)}<br><div>{sign}</div>"
    if before is None:
        return Body(plain=joined(own, sign), html=html + "</body></html>", text=own, signature=sign)
    html += "".join(inner.html.partition('<div><br><blockquote type="cite">')[1:])
    return Body(plain=joined(own, sign, inner.quoted), html=html, text=own, quoted=inner.quoted, signature=sign)


def android(dice: random.Random, me: Person, said: Sequence[str], before: Before | None) -> Body:
    """Outlook on a telephone, or Samsung's own programme."""
    own = "\n\n".join(said)
    samsung = dice.random() < 0.5
    sign = "Sent from my Galaxy" if samsung else "Get Outlook for Android<https://aka.ms/AAb9ysg>"
    page = in_divs(said)
    page += (
        f"<div>{with_breaks(sign)}</div>"
        if samsung
        else f'<div id="ms-outlook-mobile-signature">{with_breaks(sign)}</div>'
    )
    if before is None:
        return Body(plain=joined(own, sign), html=page, text=own, signature=sign)
    head = _headers(before, "Date" if samsung else "Sent")
    rule = "-------- Original message --------" if samsung else "_" * 32
    quote = f"{rule}\n{head}\n\n{before.body.plain}"
    shown = f"<div>{rule}</div>" if samsung else '<hr style="display:inline-block;width:98%">'
    page += f'{shown}<div id="divRplyFwdMsg" dir="ltr">{_bold(head)}<div>&nbsp;</div></div>{before.body.html}'
    return Body(plain=joined(own, sign, quote), html=page, text=own, quoted=quote, signature=sign)


CLIENTS: Final[dict[str, Writes]] = {
    "Outlook": outlook,
    "Gmail": gmail,
    "Apple Mail": apple,
    "Thunderbird": thunderbird,
    "Yahoo": yahoo,
    "iOS": ios,
    "Android": android,
    "webmail": webmail,
}


def _below(dice: random.Random, said: Sequence[str], sign: str, before: Before | None, form: str, marked: str) -> Body:
    own = "\n\n".join(said)
    signed = f"-- \n{sign}" if sign else ""
    foot = f'<pre class="{marked}" cols="72">-- \n{with_breaks(sign).replace("<br>", "")}</pre>' if sign else ""
    if before is None:
        return Body(plain=joined(own, signed), html=in_paragraphs(said) + foot, text=own, signature=sign)
    line = form.format(day=before.day, hour=before.hour, name=before.name, address=before.address)
    lines = before.body.plain.split("\n")
    cut = dice.randrange(1, len(lines)) if len(lines) > 2 and len(said) > 1 and dice.random() < 0.4 else 0
    if not cut:
        quote = f"{line}\n{prefixed(before.body.plain)}"
        page = f"<p>{with_breaks(line)}</p><blockquote type='cite'>{before.body.html}</blockquote>{in_paragraphs(said)}"
        return Body(plain=joined(quote, own, signed), html=page + foot, text=own, quoted=quote, signature=sign)
    # Between the lines: some of the quote, an answer, the rest of the quote, the rest of the answer.
    top, rest = (prefixed("\n".join(each)) for each in (lines[:cut], lines[cut:]))
    first, others = said[0], "\n\n".join(said[1:])
    halves = [
        f"<blockquote type='cite'>{with_breaks(chr(10).join(each))}</blockquote>" for each in (lines[:cut], lines[cut:])
    ]
    page = f"<p>{with_breaks(line)}</p>{halves[0]}{in_paragraphs([first])}{halves[1]}{in_paragraphs(said[1:])}"
    return Body(
        plain=joined(f"{line}\n{top}", first, rest, others, signed),
        html=page + foot,
        text=own,
        quoted=joined(line, top, rest),
        signature=sign,
    )


def _headers(before: Before, when: str) -> str:
    return (
        f"From: {before.name} <{before.address}>\n{when}: {before.day} {before.hour}\n"
        f"To: {before.to_name} <{before.to_address}>\nSubject: {before.subject}"
    )


def _bold(head: str) -> str:
    pairs = [line.partition(":") for line in head.split("\n")]
    return "<br>".join(f"<b>{name}:</b>{with_breaks(value)}" for name, _, value in pairs)
