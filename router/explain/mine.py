"""Why me: the sentence under an offer at an agent's desk, from what the engine knows as it rings. No I/O."""

from collections.abc import Mapping

from router.explain.words import Names, listed, needs_of


def why_you(requirement: str, skills: Mapping[str, int], names: Names, *, known: bool = False) -> str:
    """What it needs and that this agent has it. `known`: it is kept for them at first."""
    if known:
        return "You know this resident or their case, or were given it by name, so you are asked first."
    needs = needs_of(requirement)
    if not needs:
        return "By now anybody may take it, and you are free."
    has = listed([f"{names.need(need)} (you have {skills.get(need.skill, 0)})" for need in needs])
    return f"It needs {has}, and you are free."
