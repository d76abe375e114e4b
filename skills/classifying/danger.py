"""The signs that somebody may be at risk, each a pattern over plain words: what is done, and to whom.

The signs follow the kinds of abuse and neglect of the Care Act 2014's statutory guidance (14.17), and what the guidance
on children, domestic abuse, slavery and suicide adds. A sign alone is sure where SURE says so; the others are weighed
with the sentence model, for "the hedge attacks me" and "the shop threatened me" are nobody's safeguarding.
"""

import re
import unicodedata
from typing import Final


def _either(lines: str) -> str:
    return "|".join(line.strip() for line in lines.strip().splitlines())


KIN: Final = (
    r"mum|mother|dad|father|nan|gran\w*|wife|husband|partner|son|daughter|sister|brother|aunt\w*|uncle|niece|nephew"
    r"|friend|mate|neighbou?r|kids?|child(?:ren)?|baby|boys?|girls?|toddler|residents?|pupil|patient|carer|cousin"
)
WHO: Final = (
    rf"(?:me|us|her|him|them|(?:my|the|his|her|their|our|a|an|old) (?:\w+ ){{0,2}}(?:{KIN})|mum|dad|nan|gran)\b"
)
MONEY: Final = r"(?:money|pension|benefits?|savings|wages|bank cards?|cards?|purse|wallet|account|cash)"

OTHER_LANGUAGES: Final = r"""
    \b(?:chce (?:umrzec|sie zabic)|(?:maz|partner|ojciec|syn|on) (?:mnie|nas) bije|bije mnie|boje sie meza)\b
    \b(?:me suicider|envie de mourir|me tuer|(?:il|mari|pere) (?:me|nous) (?:frappe|bat|menace))\b
    \b(?:mich umbringen|nicht mehr leben|(?:er|mann|vater|sohn) schlagt (?:mich|uns))\b
    \b(?:vreau sa mor|ma sinucid|(?:sotul|tata|el) (?:ma|ne) bate|ma bate)\b
    \b(?:lladd fy hun|eisiau marw|(?:n|yn) fy (?:nharo|mwrw|nghuro))\b"""
"""One's own death, or being beaten, in Polish, French, German, Romanian and Welsh, as `plain` writes them. The sentence
model has learned English alone."""

SURE: Final = {
    "suicide": r"""
        suicid|kill(?:ing)? (?:my|him|her)self|end(?:ing)? (?:my|his|her) (?:own )?life|self ?harm|overdos
        (?:cut|cuts|cutting|hurt|hurting) (?:my|him|her)self on purpose|(?:cut|cuts|cutting) (?:him|her)self
        cut myself again
        (?:want|wants|wanted) to die\b|(?:dont|do not|doesnt|does not) want to (?:live|be alive)
        no (?:reason|wish|point) (?:to live|to go on living|in living)|take (?:my|his|her) own life
        (?:better off without|top) (?:me|himself|herself|myself)\b
        \b(?:wanna|gonna|to|ill|might|could|should|just) kms\b|^kms\b
        end(?:ing)? (?:it all|things) (?:today|tonight|now|soon|this|tomorrow)
        jump(?:ing)? (?:off|from|in front of) (?:the|a) (?:bridge|roof|train|cliff|flyover|multi\w*)
        (?:took|taken|swallowed) (?:all|a \w+ (?:load|lot|packet|box|bottle)) (?:of )?(?:my |the )?(?:tablets|pills)
        (?:took|taken|swallowed) a (?:load|lot|packet|box|bottle) of (?:my |the )?(?:tablets|pills|paracetamol)
        (?:nothing|no reason) (?:left )?to live for|had enough of (?:living|life|being alive)""",
    "sexual harm": r"""
        \brap(?:e|ed|es|ing|ist)\b|molest|sexual(?:ly)? (?:abus|assault|exploit|touch)
        groom(?:ed|ing) (?:by|her|him|kids|child)|touch(?:es|ed|ing) (?:me|her|him) (?:where|down|up|at night|there)
        interfer\w+ with (?:me|her|him|the (?:boy|girl|child|kid|resid|pat)\w*|child\w*)""",
    "forced or trafficked": r"""
        traffick(?:ed|ing) (?:me|her|him|them|girls|women|people|here|into)|modern slave|genital mutilation|\bfgm\b
        forced marriage|forced to marry|(?:made|being made) to marry|being forced""",
    "violence": rf"""
        (?:hits|punch\w*|slap\w*|beats?|beat(?:en|ing)|strangl\w*|chok(?:es|ed)|stabb?(?:s|ed)) {WHO}
        (?:thump(?:s|ed)?|batter(?:s|ed)|burn(?:s|ed)|whip(?:s|ped)|thrash(?:es|ed)) {WHO}""",
    "in another language": OTHER_LANGUAGES,
    "a threat to life": r"""
        (?:going|gonna|threat\w+) to (?:kill|stab|hurt|harm|burn) (?:me|her|him|us|them|you)
        trying to (?:kill|hurt) (?:me|her|him)
        gonna (?:kill|hurt) (?:me|her|him|us)|hes got a (?:knife|gun)""",
    "abuse": r"""
        (?:im|being|been|was|is|are) (?:\w+ )?(?:a ?bused|neglected|groomed) (?!out)
        (?:being|been|was|is|are) (?:a ?bused|neglected|exploited|groomed)$|abus(?:es|ing) (?:me|her|him|them|my|the)\b
        abusive (?:partner|husband|wife|relationship|boyfriend|father|mother)|victim of (?:\w+ )?abuse""",
}
"""Signs that are sure by themselves."""

PLAINLY_SAID: Final = re.compile(
    r"\bi (?:\w+ ){0,4}(?:kill(?:ing)? myself|end(?:ing)? my (?:own )?life|take my own life|want(?:ed)? to die\b)"
    r"|\b(?:im|i am|feel|feeling) (?:\w+ )?suicidal\b|\bi (?:\w+ )?(?:dont|do not) want to (?:live|be alive)"
    r"|\bcut(?:ting)? myself again|\b(?:cut|hurt)(?:ting)? myself on purpose"
    r"|\b(?:rap(?:ed|es|ing)|molest(?:ed|s|ing)|sexually (?:abus|assault)(?:ed|es|s|ing)) (?:me|us|my)\b"
    rf"|^kms\b|\b(?:wanna|gonna) kms\b|{_either(OTHER_LANGUAGES)}"
)
"""One's own death, or rape, in words that mean nothing else: no matter beside them speaks against it."""

SIGNS: Final = {
    **SURE,
    "hurt": rf"""
        (?:hit|hits|hitting|hurt|hurts|hurting|push\w*|shov\w+|dragg?\w*|shak(?:en|es|ing)|throw\w*) {WHO}
        (?:struck|strikes?|pinch\w*|attack\w*|rough with|grab\w*|smack\w*|lost it with) {WHO}
        (?:hands? (?:on|round)|poison\w*) {WHO}""",
    "marks": r"""
        bruis\w*|black eye|burn marks?|cigarette|\bscars?\b|\bmarks on\b|split lip|\bbelt\b|\bburns\b|\bcuts on\b""",
    "violent": r"""
        violen\w+|abus\w+|assault\w*|cruel\w*|brutal|torment\w*|bull(?:y|ied|ying)\b|smash\w*|knife|weapon
        domestic""",
    "fear of somebody": r"""
        (?:scared|frightened|terrified|afraid|petrified) of (?:him|her|them|going home)
        (?:scared|frightened|terrified|afraid|petrified) of my (?:\w+ )?(?:partner|husband|wife|dad|son|ex)
        scares (?:me|her|him)|in fear of (?:him|her|my)|(?:scared|afraid|frightened) to (?:go home|tell|speak|leave)""",
    "fear": r"""
        scared|frightened|terrified|afraid|flinch\w*|scream\w*|shout\w*|\bcries\b|whisper\w*
        \bbegg?(?:s|ed|ing)?\b""",
    "control": r"""
        (?:wont|doesnt|does not|will not|wouldnt|not) (?:let|allow\w*) (?:me|her|him|us|them|mum|dad|nan)\b
        (?:wont|doesnt|does not|will not|wouldnt|not) (?:let|allow\w*) (?:anyone|anybody|the \w+)\b
        not allowed (?:to|out)|controls?\b|controlling|isolat\w*|stalk\w*|blackmail\w*|coerc\w*|threaten\w*
        (?:checks|took|takes|taken|hides?|has) (?:my|her|his|their) (?:\w+ )?(?:phone|keys|passports?|papers|id)\b""",
    "shut in or out": r"""
        (?:lock(?:ed|s|ing)?|shuts?|trapped|tied|kept|kick(?:ed|s)?|thr(?:ew|ows)) (?:me|her|him|us|them|myself) \w+
        cant get out|wont let (?:me|us|her|him) (?:out|go|leave)|locked in\b|held here""",
    "money taken": rf"""
        (?:tak(?:es|ing|en|e)|took|steal\w*|stole\w*|robb?\w*|spend\w*|empt\w+) (?:\w+ ){{0,4}}{MONEY}\b
        (?:draw\w*|demand\w*) (?:\w+ ){{0,4}}{MONEY}\b
        (?:keeps?|controls?|using|threatens) (?:\w+ ){{0,4}}{MONEY}\b|sign\w* (?:\w+ ){{0,4}}over\b
        changed? (?:\w+ ){{0,2}}will\b
        help\w* (?:him|her|them)sel(?:f|ves) to""",
    "neglect": r"""
        neglect\w*|starv\w*|hungry|no food|not (?:been |being )?(?:fed|eaten|eating|washed|changed)|unwashed
        filth\w*|soiled|squalor
        dirty|sores?\b|wet (?:bed|pads?|nappy)|own (?:mess|urine|faeces)|stopped eating|skin and bone|no heating
        malnourish\w*
        nothing to eat|left (?:alone|lying|on the floor|on (?:his|her|their) own)|lying on the floor|doesnt feed
        wasting away
        (?:out|up|street|road) (?:\w+ ){0,4}(?:midnight|at night)|home alone""",
    "hopeless": r"""
        cant (?:go on|do this|carry on|take any ?more)|no point|end it(?: all)?\b|dont want to be here|tablets|\bpills\b
        wish (?:\w+ )?(?:was|were) dead|hear\w* voices|reason to live|any ?more\b""",
    "slavery": r"""
        slave\w*|work\w* for nothing|(?:not|never|isnt|arent) (?:being )?paid|passports?|exploit\w*|\bgangs?\b|dealers?
        \bdrugs?\b|county lines|carry(?:ing)? (?:drugs|for)""",
    "a child": r"""
        \b(?:child(?:ren)?|kids?|baby|toddler|pupil|boy|girl|years? old|yr old|son|daughter)\b
        \b(?:niece|nephew|teenager|im 1[0-7])\b
        \b(?:little (?:one|lad)|foster|grandson|granddaughter)\b""",
    "a frail person": r"""
        \b(?:elderly|old (?:man|lady|woman|chap|gentleman)|vulnerable|dementia|alzheimers|disab\w+)\b
        \b(?:learning diff\w+|confused)\b
        \b(?:pensioner|frail|resident|patient|nan|gran|grandad|blind)\b""",
    "near to them": r"""
        \b(?:partner|husband|wife|boyfriend|girlfriend|ex|stepdad|stepfather|stepmum|uncle)\b
        \b(?:neighbou?rs?|next door|carers?)\b
        \b(?:staff|lodger|coach|(?:his|her|my) (?:dad|son|mum|daughter|brother))\b""",
    "sexual": r"""
        \bsex\w*|touch(?:es|ed|ing)?\b|nudes?\b|naked|undress\w*|in(?:to)? (?:my|her|his) (?:bed|bedroom|room)\b
        older (?:men|man|blokes?|lads?)|(?:pictures|photos?|pics) of|prostitut\w*|private parts""",
    "not seen": r"(?:not|nobody|no one|hasnt|havent) (?:has |been )?(?:seen|heard)|missing|r[au]n away|runaway",
    "a concern": r"""
        safeguarding|at risk|(?:worried|concern\w*|fear) (?:about|for|that) (?:a|an|my|the|her|him|someone|somebody)\b
        anonymous|dont (?:want to )?(?:give|say|tell|ring|phone)\b|told (?:me|us) that|disclos\w*|suspect\w*|unexplained
        not safe|unsafe|refuge|tell (?:nobody|no one)|report (?:a|abuse|cruelty)""",
    "another matter": r"""
        \b(?:library|books?|renew|refund|shop|trader|builder|scam\w*|pothole|pavement|lamp)\b
        \b(?:street ?light|drain|grass|hedge)\b
        \b(?:verge|foi|freedom of information|archives?|history|century|1[89]\d\d|certificate)\b
        \b(?:licen[cs]e|grant|bursary)\b
        \b(?:bus pass|complain\w*|thank\w*|appeal|claim|invoice)\b""",
}
"""Signs that are weighed."""
_PATTERNS: Final = {name: re.compile(_either(lines)) for name, lines in SIGNS.items()}

_LETTERS: Final = str.maketrans({"'": None, "’": None, "ł": "l", "ß": "ss", "ø": "o"})
_MARKS: Final = re.compile("[\u0300-\u036f]")


def plain(text: str) -> str:
    """A text as the patterns are written for: lower case, no apostrophes or accents, one space between words."""
    straight = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return " ".join(re.findall(r"[a-z0-9:]+", _MARKS.sub("", straight)))


def signs(text: str) -> dict[str, str]:
    """The signs that are there: name → the words that show it."""
    said = plain(text)
    return {name: found.group(0) for name, pattern in _PATTERNS.items() if (found := pattern.search(said))}
