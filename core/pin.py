"""A pin on a map as people read it: the words for its place first, its coordinates last."""


def said(lat: float, lng: float, words: str) -> str:
    """ "On Mill Lane, near High Street (pin at 52.05064, -2.30996)". Degrees; without words, the pin alone."""
    at, told = f"in at {lat:.5f}, {lng:.5f}", words.strip().rstrip(".")
    return f"{told} (p{at})" if told else f"P{at}"
