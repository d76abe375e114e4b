"""Which lines of what somebody wrote are their signature.

What a programme puts below a message is a signature: after "-- ", "Sent from my …", a block of titles and telephones.
A sign-off and a name that somebody typed are what they wrote, and stay text. So does a postscript.
"""

from channels.email import signature_marks as marks


def signature_lines(lines: list[str]) -> list[int]:
    """The places of the signature's lines, counted from 0; empty when there is none."""
    start = _delimited(lines)
    if start is not None:
        return list(range(start, len(lines)))
    start = _device(lines)
    if start is not None:
        return _without_more(lines, start)
    start = _block(lines)
    return _without_postscript(lines, start) if start is not None else []


def _delimited(lines: list[str]) -> int | None:
    """The first "-- " below which little enough stands, and where its space is lost, nothing that is told."""
    words = [at for at, line in enumerate(lines) if line.strip()]
    lowest = words[-marks.DELIMITED_AT_MOST - 1 :]
    found = [at for at in lowest if marks.DELIMITER.match(lines[at])]
    return next((at for at in found if marks.DELIMITER_WHOLE.match(lines[at]) or _is_alone(lines, at, found)), None)


def _is_alone(lines: list[str], at: int, delimiters: list[int]) -> bool:
    """Whether dashes set no list or sentences apart, which people do with them too."""
    above = next((lines[here] for here in range(at - 1, -1, -1) if lines[here].strip()), "")
    if len(delimiters) > 1 or marks.LIST_FOLLOWS.match(above):
        return False
    return not any(_is_told(line) for line in lines[at + 1 :])


def _is_told(line: str) -> bool:
    """Whether it is a sentence that somebody typed, and no address, fine print or programme's own."""
    plain = marks.PLAIN_WORD.findall(line)
    return len(plain) >= marks.WORDS_OF_A_SENTENCE and not _is_fine_print(line) and not _is_device(line)


def _is_device(line: str) -> bool:
    """Whether a programme says what it is; who goes on with a sentence behind it tells something."""
    found = marks.DEVICE.match(line) if len(line) <= 200 else None
    if found is None:
        return False
    rest = found["rest"]
    return len(marks.PLAIN_WORD.findall(rest)) < marks.DEVICE_REST_AT_MOST or bool(marks.EXCUSE.search(rest))


def _device(lines: list[str]) -> int | None:
    return next((at for at, line in enumerate(lines) if _is_device(line)), None)


def _without_more(lines: list[str], start: int) -> list[int]:
    """What somebody wrote below "Sent from my …" is no signature, unless it looks like one."""
    below = [at for at in range(start + 1, len(lines)) if lines[at].strip()]
    if all(_is_contact(lines[at]) or _is_device(lines[at]) or _is_fine_print(lines[at]) for at in below):
        return list(range(start, len(lines)))
    return [start]


def _is_contact(line: str) -> bool:
    """A telephone, an address or a page, and no sentence around it."""
    return bool(marks.CONTACT.search(line)) and len(marks.PLAIN_WORD.findall(line)) < marks.WORDS_OF_A_SENTENCE


def _is_fine_print(line: str) -> bool:
    return bool(marks.DISCLAIMER.match(line)) or not any(each.isalnum() for each in line)


def _block(lines: list[str]) -> int | None:
    """The last sign-off above a name and at least one line with a telephone, an address or a page; never the top line.

    The last: many type a farewell, and their programme puts its own below it.
    """
    words = [at for at, line in enumerate(lines) if line.strip()]
    for at in reversed(words[1:][-marks.BLOCK_AT_MOST :]):
        line = lines[at]
        if len(line) <= 60 and marks.SIGN_OFF.match(line) and _is_contact_block(lines[at + 1 :]):
            return at
    return None


def _is_contact_block(below: list[str]) -> bool:
    words = [line for line in below if line.strip()]
    body: list[str] = []
    for line in words:
        if marks.DISCLAIMER.match(line) or marks.POSTSCRIPT.match(line):
            break
        body.append(line)
    if not 2 <= len(body) <= marks.TAIL_AT_MOST or any(len(line) > marks.TAIL_LINE_AT_MOST for line in body):
        return False
    # "Ring me on … after six, as my mother is ill" is a sentence, with whatever it holds.
    contacts = [line for line in body[1:] if marks.CONTACT.search(line)]
    return bool(contacts) and all(map(_is_contact, contacts))


def _without_postscript(lines: list[str], start: int) -> list[int]:
    end = next((at for at in range(start, len(lines)) if marks.POSTSCRIPT.match(lines[at])), len(lines))
    return list(range(start, end))
