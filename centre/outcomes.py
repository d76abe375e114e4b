"""How the council's own words for an ending fall under the engine's few. Pure."""

from router.engine.states import Ended

ENDINGS = {"referred": Ended.REFERRED, "wrong-number": Ended.WITHDRAWN, "call-back": Ended.TO_CALL_BACK}
"""Every other outcome of the council's is a matter served."""


def ending(outcome: str) -> Ended:
    """The engine's word for an outcome of the council's."""
    return ENDINGS.get(outcome, Ended.SERVED)
