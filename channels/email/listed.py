"""Long sets of short words, written as one sentence."""


def listed(words: str) -> frozenset[str]:
    """The words between the spaces."""
    return frozenset(words.split())
