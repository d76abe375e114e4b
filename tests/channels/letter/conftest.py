"""One reader of characters for all tests: it takes a third of a second to load."""

import pytest

from channels.letter.scanning import Scanner


@pytest.fixture(scope="session")
def scanner() -> Scanner:
    return Scanner()
