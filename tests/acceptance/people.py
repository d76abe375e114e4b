"""Hiring agents for a test: accounts in the record of a house, as an administrator would make them."""

from argon2 import PasswordHasher

from tests.acceptance.house import House

PASSWORD = "only-for-this-test"


def hire(house: House, count: int) -> list[tuple[str, str]]:
    """So many agents who know the roads: their usernames and passwords."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    names = [f"agent{n:02}" for n in range(count)]
    with house.record().transaction() as tx:
        for name in names:
            tx.accounts.create(
                name, name.title(), "agent", hasher.hash(PASSWORD), skills={"highways": 3}, capacity={"phone": 1}
            )
    return [(name, PASSWORD) for name in names]
