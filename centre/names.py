"""What the county and the record call what the engine knows by id."""

from collections.abc import Iterable

from config.county import County
from records.staff_rows import Account
from router.explain.words import Names


def names_of(county: County, accounts: Iterable[Account] = ()) -> Names:
    """Names for explanations."""
    return Names(
        skills={id: skill.label for id, skill in county.skills.items()},
        services={id: service.label for id, service in county.services.items()},
        agents={account.id: account.name for account in accounts},
        breaks=county.council.break_reasons,
        declines=county.council.decline_reasons,
        zone=county.zone,
    )
