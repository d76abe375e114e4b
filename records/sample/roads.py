"""Roads of the made-up county, and the names of its made-up people."""

from typing import Final

ROADS: Final = (
    "Mill Lane, by the school",
    "Station Road at its junction with Church Street",
    "Nether Westmere, opposite the green",
    "Orchard Way, outside number 14",
    "the B4999 near Long Barrow",
    "High Street, by the old bank",
    "Packhorse Lane at the ford",
    "Sheepwash Road, top of the hill",
    "Canal View, by the footbridge",
    "Tanner's Row",
    "Westmere Road at the roundabout",
    "Quarry Lane, past the farm shop",
)

FIRST: Final = (
    "Maggie", "Tomasz", "Priya", "Gwen", "Derek", "Aisha", "Colin", "Ngozi", "Brenda", "Kwame", "Sheila", "Haruto",
    "Marjorie", "Imran", "Lottie", "Winston", "Elspeth", "Rhys", "Doreen", "Yusuf", "Beryl", "Piotr", "Hattie",
    "Desmond", "Siân", "Norman", "Farah", "Edwin", "Rosalind", "Kofi",
)  # fmt: skip

LAST: Final = (
    "Holloway", "Wren", "Thistlewood", "Marrow", "Pellingham", "Ashdene", "Cobbold-Reed", "Larkfield", "Quill",
    "Fenwater", "Brackley-Moss", "Tolliver", "Dunmere", "Hazelgrove", "Pyecroft", "Rushbrooke", "Sedgewell", "Underhay",
    "Vexley", "Withycombe",
)  # fmt: skip

NEEDS: Final = (
    (None, None),
    (None, None),
    (None, None),
    (None, None),
    (None, "hearing"),
    ("pl", None),
    (None, "large print"),
    ("cy", None),
)
"""Language and access needs, as often as they are here."""
