"""The rules that a county's folder comes with, tried against its own services and hours.

What is in force is another matter: that is in the record.
"""

from config.county import County
from core.errors import ConfigInvalid, Problem
from router.rules.compiling import compile_rules


def rules_problems(county: County) -> list[Problem]:
    """All that is wrong with the folder's rules.yaml, the tests that it carries about itself included."""
    try:
        compile_rules(county.rules_text, skills=county.skills, services=county.services, calendars=county.calendars)
    except ConfigInvalid as error:
        return error.problems
    return []
