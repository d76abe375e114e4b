"""The settings of WhatsApp, which is off without a sender. Each stands in `settings` as one line."""

from typing import Any, Final

from config import derived
from config.fields import asked

NUMBER: Final[Any] = asked(
    made=derived.whatsapp_number,
    shown="nothing: WhatsApp is off; with the sandbox, TWILIO_PHONE_NUMBER",
    means="The council's WhatsApp sender at Twilio, which may be the number that is called and texted too.",
    must_be="a number as +441632960100",
    pattern=r"\+[1-9][0-9]{6,14}",
)
TEMPLATE: Final[Any] = asked(
    made=derived.whatsapp_template,
    shown="nothing: after 24 hours nothing can be sent",
    means=(
        "Content SID of the approved template that asks a resident to write again. It has no variables; "
        "`whatsapp-again` in `council.yaml` says the very same."
    ),
    must_be="HX and 32 hexadecimal digits",
    pattern=r"HX[0-9a-fA-F]{32}",
)
