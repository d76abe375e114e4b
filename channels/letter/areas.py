"""The areas that postcodes begin with: what begins otherwise is no postcode, whatever it looks like.

Source: Royal Mail's list of postcode areas, 124: 121 of the United Kingdom, and three of islands that use its system.
WM and WE are those of the made-up county of the samples, and nobody's.
"""

from typing import Final

_LISTED: Final = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL
GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX
PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN
WR WS WV YO ZE
"""
AREAS: Final = frozenset(_LISTED.split())
MADE_UP: Final = frozenset({"WM", "WE"})


def exists(postcode: str) -> bool:
    """Whether a postcode, as `WM3 7QD`, begins with an area that there is."""
    area = postcode[: next((at for at, each in enumerate(postcode) if each.isdigit()), len(postcode))]
    return area in AREAS or area in MADE_UP
