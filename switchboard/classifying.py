"""`switchboard classify …`: one message's verdict, the weights learned again, and how good they are."""

import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from config.county import DEFAULTS, load_county
from config.examples import FOLDER, UNSURE, Example, examples
from config.learned import LEFT_OUT, SHIPPED, classifier_at_hand, shipped_classifier, train
from config.settings import load_settings
from core.channel import Channel
from skills.classifying.classifier import Classifier
from skills.classifying.evaluating import Figures, Safety, figures, safety
from switchboard.lines import print_object

PAGE: Final = FOLDER.parents[1] / "docs" / "which-service.md"
MARK: Final = "<!-- From here on: written by `switchboard classify --evaluate --write`. -->\n"
SHOWN_CHARACTERS: Final = 110
POINTS: Final = 1.0


def classify(text: str) -> None:
    """Prints the verdict on one text as a line of JSON, in the county that the settings name."""
    classifier, missing = classifier_at_hand(load_county(load_settings().county_folder).services.values())
    started = time.perf_counter()
    verdict = classifier.about(text)
    took = (time.perf_counter() - started) * 1000
    told = {
        "service": verdict.service,
        "confidence": verdict.confidence,
        "unsure": verdict.unsure,
        "safeguarding": verdict.safeguarding,
        "danger": verdict.danger,
        "because": list(verdict.because),
        "ms": round(took, 1),
    }
    print_object(told | ({"by_keywords_alone": missing} if missing else {}))


def timed(texts: Sequence[str]) -> dict[str, float]:
    """`{messages, median_ms, p95_ms}` of processor time a message, all threads together, once the model is loaded."""
    classifier, _ = classifier_at_hand(load_county(load_settings().county_folder).services.values())
    classifier.about(texts[0])
    took = []
    for text in texts:
        started = time.process_time()
        classifier.about(text)
        took.append((time.process_time() - started) * 1000)
    took.sort()
    return {
        "messages": len(took),
        "median_ms": round(took[len(took) // 2], 1),
        "p95_ms": round(took[int(0.95 * (len(took) - 1))], 1),
    }


def time_it() -> None:
    """Prints `timed` as a line of JSON: of texts, and of all channels' messages, some of the training ones each."""
    messages = examples("training")
    of_texts = [each.text for each in messages if each.channel is Channel.SMS]
    print_object({"texts": timed(of_texts[::3]), "every channel": timed([each.text for each in messages[::9]])})


def learn_again() -> None:
    """Learns the shipped weights again from the shipped examples and writes them where the package has them."""
    trained, left_out = train(load_county(DEFAULTS).services.values())
    SHIPPED.write_text(trained.to_json() + "\n", encoding="utf-8")
    sum_ = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    LEFT_OUT.write_text(left_out.to_json(sum_) + "\n", encoding="utf-8")


def evaluate(*, write: bool) -> int:
    """Measures on the frozen sets. With `write` the page is written; else returns 1 when the page says otherwise.

    Processors round the sentence model differently, so a point more or less is not otherwise.
    """
    page = PAGE.read_text("utf-8")
    words, _, told = page.partition(MARK)
    now = "\n".join(_measured()) + "\n"
    if write:
        PAGE.write_text(words + MARK + now, encoding="utf-8")
        return 0
    print(now, end="")
    return int(_weights_of(told) != _weights_of(now) or _differ(told, now))


def _weights_of(told: str) -> list[str]:
    return re.findall(r"^Measured with .*$", told, re.MULTILINE)


def _differ(told: str, now: str) -> bool:
    before, after = ([float(share) for share in re.findall(r"([\d.]+) %", page)] for page in (told, now))
    return len(before) != len(after) or any(abs(a - b) > POINTS for a, b in zip(before, after, strict=True))


def _measured() -> Iterable[str]:
    services = load_county(DEFAULTS).services.values()
    messages = examples("frozen")
    risky = examples("frozen-safeguarding")
    judged = [("with the model", shipped_classifier(services)), ("keywords alone", Classifier(services))]
    found = {name: figures(each, ((m.text, m.label) for m in messages)) for name, each in judged}
    safe = {name: safety(each, ((m.id, m.text, m.label == "yes") for m in risky)) for name, each in judged}
    sum_ = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    yield from ["", "## The figures", "", f"Measured with the weights `{sum_[:16]}`.", ""]
    yield "| | answered | right, of those answered | safeguarding found | false alarms |"
    yield "|---|---|---|---|---|"
    for name in found:
        yield _row(name, found[name], safe[name])
    yield from [
        "",
        "## Taken for another",
        "",
        "| was | answers | right | unsure | taken for |",
        "|---|---|---|---|---|",
    ]
    yield from _confusions(found["with the model"])
    texts = {each.id: each for each in risky}
    yield from ["", "## Safeguarding that was missed", "", *_listed(safe["with the model"].missed, texts)]
    yield from ["", "## False alarms", "", *_listed(safe["with the model"].alarms, texts)]


def _row(name: str, found: Figures, safe: Safety) -> str:
    shares = (found.answered, found.right, safe.recall, safe.false_alarms)
    return f"| {name} | {' | '.join(f'{100 * share:.1f} %' for share in shares)} |"


def _confusions(found: Figures) -> Iterable[str]:
    for was in sorted({was for was, _ in found.taken}):
        said = Counter({answer: n for (label, answer), n in found.taken.items() if label == was})
        others = ", ".join(f"{answer} {n}" for answer, n in said.most_common() if answer not in (was, UNSURE))
        answers = said.total() - said[UNSURE]
        yield f"| {was} | {answers} | {said[was] if was != UNSURE else 0} | {said[UNSURE]} | {others or '–'} |"


def _listed(ids: Iterable[str], texts: dict[str, Example]) -> Iterable[str]:
    for id in ids:
        shown = texts[id].text.replace("\n", " ")
        cut = shown if len(shown) <= SHOWN_CHARACTERS else shown[:SHOWN_CHARACTERS] + "…"
        yield f"- `{id}` {texts[id].channel.value}: {cut}"
