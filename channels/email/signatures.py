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
    """The first "-- " below which little enough stands."""
    words = [at for at, line in enumerate(lines) if line.strip()]
    lowest = words[-marks.DELIMITED_AT_MOST - 1 :]
    return next((at for at in lowest if marks.DELIMITER.match(lines[at])), None)


def _device(lines: list[str]) -> int | None:
    return next((at for at, line in enumerate(lines) if len(line) <= 200 and marks.DEVICE.match(line)), None)


def _without_more(lines: list[str], start: int) -> list[int]:
    """What somebody wrote below "Sent from my …" is no signature, unless it looks like one."""
    below = [at for at in range(start + 1, len(lines)) if lines[at].strip()]
    if all(_is_contact(lines[at]) or marks.DEVICE.match(lines[at]) or _is_fine_print(lines[at]) for at in below):
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
    return any(marks.CONTACT.search(line) for line in body[1:])


def _without_postscript(lines: list[str], start: int) -> list[int]:
    end = next((at for at in range(start, len(lines)) if marks.POSTSCRIPT.match(lines[at])), len(lines))
    return list(range(start, end))
