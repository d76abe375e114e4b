"""What a person fills in: each kind of input with its label, hint and problem tied together, as on GOV.UK."""

from collections.abc import Mapping, Sequence
from typing import Final

from channels.web_form.checking import FormProblem
from channels.web_form.inbound import ANSWER, YES_NO
from core.service import FieldKind, ReferralField
from web.public.html import Child, Html, el

Form = Mapping[str, str]
OPTIONAL: Final = " (if you know it)"
DAYS: Final = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


class Inputs:
    """Inputs of one page, with what was typed before and what is wrong with it."""

    def __init__(self, form: Form, problems: Sequence[FormProblem] = ()) -> None:
        self._form = form
        self._problems: dict[str, list[str]] = {}
        for each in problems:
            self._problems.setdefault(each.input, []).append(each.message)

    def of(self, field: ReferralField) -> Html:
        """A field of a service's form, by its kind."""
        name, hint = f"{ANSWER}{field.name}", field.hint
        label = field.asked + ("" if field.required else OPTIONAL)
        match field.kind:
            case FieldKind.CHOICE:
                return self.radios(name, label, [(each, each) for each in field.choices], hint=hint)
            case FieldKind.YES_NO:
                return self.radios(name, label, [(each, each) for each in YES_NO], hint=hint, beside=True)
            case FieldKind.DATE:
                return self.date(name, label, hint=hint)
            case FieldKind.PLACE:
                return self.place(name, label)
            case FieldKind.LONG_TEXT:
                return self.long(name, label, hint=hint)
            case FieldKind.PHONE:
                return self.line(name, label, hint=hint, type="tel", inputmode="tel")
            case FieldKind.EMAIL:
                return self.line(name, label, hint=hint, type="email", spellcheck="false")
        return self.line(name, label, hint=hint)

    def line(self, name: str, label: str, *, hint: str = "", width: str = "", **more: str) -> Html:
        """One line of text."""
        box = el(
            "input",
            **{"type": "text", **more},
            id=name,
            name=name,
            value=self._form.get(name, ""),
            class_=f"input {width}".strip(),
            **self._told(name, hint),
        )
        return self._field(name, el("label", label, for_=name), hint, box)

    def long(self, name: str, label: str, *, hint: str = "", rows: int = 5) -> Html:
        """Several lines of text."""
        box = el(
            "textarea",
            # A browser drops the first line ending.
            Html("\n"),
            self._form.get(name, ""),
            id=name,
            name=name,
            rows=rows,
            class_="input",
            **self._told(name, hint),
        )
        return self._field(name, el("label", label, for_=name), hint, box)

    def radios(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], *, hint: str = "", beside: bool = False
    ) -> Html:
        """One of a few. The first has the name's own id, so that a problem leads to it."""
        chosen = self._form.get(name, "")
        boxes = []
        for place, (value, says) in enumerate(choices):
            own = name if place == 0 else f"{name}-{place + 1}"
            radio = el("input", type="radio", id=own, name=name, value=value, checked=value == chosen)
            boxes.append(el("label", radio, el("span", says), class_="choice", for_=own))
        return self.group(name, label, el("div", boxes, class_="choices beside" if beside else "choices"), hint=hint)

    def date(self, name: str, label: str, *, hint: str = "") -> Html:
        """Day, month and year, typed."""
        boxes = [
            el(
                "div",
                el("label", says, for_=f"{name}-{part}"),
                el(
                    "input",
                    type="text",
                    inputmode="numeric",
                    id=f"{name}-{part}",
                    name=f"{name}-{part}",
                    value=self._form.get(f"{name}-{part}", ""),
                    maxlength=str(length),
                    class_=f"input w{length}",
                    aria_invalid="true" if f"{name}-day" in self._problems else None,
                ),
            )
            for part, says, length in DAYS
        ]
        return self.group(f"{name}-day", label, el("div", boxes, class_="date"), hint=hint or "For example, 27 3 1948")

    def place(self, name: str, label: str) -> Html:
        """A road, a postcode, or a pin where the browser can draw a map; any one of them will do."""
        road = f"{name}-road"
        box = el("input", type="text", id=road, name=road, value=self._form.get(road, ""), class_="input")
        return self.group(
            road,
            label,
            el(
                "div",
                el("label", "Road, and a house number or junction near it", for_=road),
                box,
                self.line(f"{name}-postcode", "Postcode, if you know it", width="w10"),
                [self._of_pin(f"{name}-{part}") for part in ("lat", "lng", "near")],
                class_="place",
                data_place=name,
            ),
            hint="A road or a postcode is enough.",
        )

    def _of_pin(self, name: str) -> Html:
        return el("input", type="hidden", id=name, name=name, value=self._form.get(name, ""))

    def group(self, name: str, label: str, *content: Child, hint: str = "") -> Html:
        """Several inputs under one question."""
        told = " ".join(each for each in (hint and f"{name}-hint", self._problem_id(name)) if each)
        return el(
            "div",
            el(
                "fieldset",
                el("legend", label),
                el("p", hint, id=f"{name}-hint", class_="hint") if hint else None,
                self._problem(name),
                *content,
                aria_describedby=told or None,
            ),
            class_=self._class(name),
        )

    def _field(self, name: str, label: Html, hint: str, box: Html) -> Html:
        shown = el("p", hint, id=f"{name}-hint", class_="hint") if hint else None
        return el("div", label, shown, self._problem(name), box, class_=self._class(name))

    def _class(self, name: str) -> str:
        return "field wrong" if name in self._problems else "field"

    def _problem(self, name: str) -> Html | None:
        told = self._problems.get(name)
        if told is None:
            return None
        error = el("span", "Error: ", class_="sr-only")
        if len(told) == 1:
            return el("p", error, told[0], id=f"{name}-problem", class_="problem")
        lines = [el("p", error, message, class_="problem") for message in told]
        return el("div", lines, id=f"{name}-problem")

    def _problem_id(self, name: str) -> str:
        return f"{name}-problem" if name in self._problems else ""

    def _told(self, name: str, hint: str) -> dict[str, str | None]:
        told = " ".join(each for each in (hint and f"{name}-hint", self._problem_id(name)) if each)
        return {"aria_describedby": told or None, "aria_invalid": "true" if name in self._problems else None}
