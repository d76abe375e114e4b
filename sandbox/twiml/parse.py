"""A TwiML document's verbs, or every reason why Twilio would refuse it. Performs nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.twiml import codes
from sandbox.twiml.element import Element, Unreadable, read
from sandbox.twiml.table import (
    FORMS,
    SSML,
    SSML_ATTRIBUTES,
    UNPERFORMED,
    VERBS,
    Form,
    Place,
    Words,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Twilio's number for it, and a sentence."""

    code: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class Refused(ValueError):
    """The document cannot be performed; `faults` has at least one."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(" ".join(str(fault) for fault in faults))

    @property
    def code(self) -> int:
        return self.faults[0].code


def parse(document: str, place: Place = Place.CALL) -> list[Element]:
    """The verbs in order. Raises Refused with everything that is wrong."""
    try:
        root = read(document)
    except Unreadable as error:
        raise Refused([Fault(codes.UNREADABLE, str(error))]) from error
    faults = list(_faults(root, place))
    if faults:
        raise Refused(faults)
    return root.children


def check(document: str, place: Place = Place.ANY) -> list[str]:
    """Every reason why this document would be refused, a sentence each with Twilio's number."""
    try:
        parse(document, place)
    except Refused as refused:
        return [str(fault) for fault in refused.faults]
    return []


def _faults(root: Element, place: Place) -> Iterator[Fault]:
    if root.name != "Response":
        yield Fault(codes.NOT_RESPONSE, f"The root element must be <Response>, not <{root.name}>.")
        return
    for name in root.attributes:
        yield Fault(codes.SCHEMA, f"<Response> has no attribute {name!r}.")
    if root.text:
        yield Fault(codes.SCHEMA, "Words stand directly inside <Response>; they belong in a verb.")
    for verb in root.children:
        yield from _of_verb(verb, place)


def _of_verb(verb: Element, place: Place) -> Iterator[Fault]:
    if verb.name in VERBS[place]:
        yield from _of_element(verb)
    elif verb.name in UNPERFORMED:
        yield Fault(codes.SCHEMA, f"Line {verb.line}: <{verb.name}> is Twilio's, but this carrier does not perform it.")
    elif verb.name in FORMS:
        yield Fault(codes.for_verb(place, verb.name), f"Line {verb.line}: <{verb.name}> may not stand in {place}.")
    else:
        yield Fault(codes.SCHEMA, f"Line {verb.line}: there is no verb <{verb.name}>.")


def _of_element(element: Element) -> Iterator[Fault]:
    form = FORMS[element.name]
    yield from _of_attributes(element, form)
    yield from _of_words(element, form)
    for child in element.children:
        if child.name not in form.children:
            code = codes.CHILD.get(element.name, codes.SCHEMA)
            yield Fault(code, f"Line {child.line}: <{child.name}> may not stand inside <{element.name}>.")
        elif child.name in SSML:
            yield from _of_speech(child)
        else:
            yield from _of_element(child)
    yield from _of_shape(element)


def _of_attributes(element: Element, form: Form) -> Iterator[Fault]:
    for name, value in element.attributes.items():
        rule = form.attributes.get(name)
        if rule is None:
            yield Fault(codes.SCHEMA, f"Line {element.line}: <{element.name}> has no attribute {name!r}.")
        elif not rule.allows(value):
            code = codes.ATTRIBUTE.get((element.name, name), codes.SCHEMA)
            yield Fault(code, f"Line {element.line}: <{element.name}> {name}={value!r}: it must be {rule.must}.")


def _of_words(element: Element, form: Form) -> Iterator[Fault]:
    if element.text and form.words is Words.NONE:
        yield Fault(codes.SCHEMA, f"Line {element.line}: <{element.name}> holds words, which it may not.")
    if not element.text and form.words is Words.MUST:
        code = codes.TEXT.get(element.name, codes.SCHEMA)
        yield Fault(code, f"Line {element.line}: <{element.name}> is empty.")
    most, code = codes.TOO_LONG.get(element.name, (None, codes.SCHEMA))
    if most is not None and len(element.text) > most:
        yield Fault(code, f"Line {element.line}: <{element.name}> holds more than {most} characters.")


def _of_speech(mark: Element) -> Iterator[Fault]:
    for element in mark.walk():
        if element.name not in SSML:
            yield Fault(codes.SCHEMA, f"Line {element.line}: <{element.name}> may not stand inside speech.")
            continue
        for name in element.attributes.keys() - SSML_ATTRIBUTES[element.name]:
            yield Fault(codes.SCHEMA, f"Line {element.line}: <{element.name}> has no attribute {name!r}.")


def _of_shape(element: Element) -> Iterator[Fault]:
    """Rules between an element's parts."""
    shape = _SHAPES.get(element.name)
    if shape:
        yield from shape(element)


def _play(play: Element) -> Iterator[Fault]:
    if bool(play.text) == bool(play.get("digits")):
        yield Fault(codes.SCHEMA, f"Line {play.line}: <Play> needs an address or digits, one of them.")


def _dial(dial: Element) -> Iterator[Fault]:
    kinds = {child.name for child in dial.children}
    if not kinds and not dial.text:
        yield Fault(13223, f"Line {dial.line}: <Dial> names nobody to call.")
    if kinds and dial.text:
        yield Fault(13215, f"Line {dial.line}: <Dial> holds both words and elements.")
    if kinds & {"Conference", "Queue"} and len(dial.children) > 1:
        yield Fault(13215, f"Line {dial.line}: a conference or a queue must be alone in its <Dial>.")
    if len(dial.children) > 10:
        yield Fault(13215, f"Line {dial.line}: <Dial> may name at most ten parties.")


def _client(client: Element) -> Iterator[Fault]:
    if bool(client.text) == any(child.name == "Identity" for child in client.children):
        yield Fault(codes.SCHEMA, f"Line {client.line}: <Client> needs a name, as words or as <Identity>.")


def _parameter(parameter: Element) -> Iterator[Fault]:
    if "name" not in parameter.attributes or "value" not in parameter.attributes:
        yield Fault(codes.SCHEMA, f"Line {parameter.line}: <Parameter> needs name and value.")


_SHAPES = {"Play": _play, "Dial": _dial, "Client": _client, "Parameter": _parameter}
