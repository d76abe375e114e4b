"""How good the verdicts are on messages with known answers: figures, and who was taken for whom."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from skills.classifying.classifier import Classifier
from skills.classifying.trained import UNSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`taken` counts (what it was, what was answered). Shares are between 0 and 1."""

    taken: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def messages(self) -> int:
        return sum(self.taken.values())

    @property
    def answered(self) -> float:
        """The share of all messages, whatever they were, that got a service."""
        return self._share(sum(n for (_, said), n in self.taken.items() if said != UNSURE), self.messages)

    @property
    def right(self) -> float:
        """The share of the answers that are right; one to a message that nobody could tell is wrong."""
        given = {pair: n for pair, n in self.taken.items() if pair[1] != UNSURE}
        return self._share(sum(n for (was, said), n in given.items() if was == said), sum(given.values()))

    @staticmethod
    def _share(part: int, whole: int) -> float:
        return part / whole if whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """`missed` and `alarms` are the ids of what was safeguarding and not found, and of what was found and is not."""

    of_danger: int
    harmless: int
    missed: tuple[str, ...]
    alarms: tuple[str, ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.of_danger

    @property
    def false_alarms(self) -> float:
        return len(self.alarms) / self.harmless


def figures(classifier: Classifier, messages: Iterable[tuple[str, str]]) -> Figures:
    """Over (text, service or "unsure")."""
    return Figures(taken=Counter((was, classifier.about(text).service or UNSURE) for text, was in messages))


def safety(classifier: Classifier, messages: Iterable[tuple[str, str, bool]]) -> Safety:
    """Over (id, text, whether it is safeguarding)."""
    judged = [(id, risk, classifier.about(text).safeguarding) for id, text, risk in messages]
    return Safety(
        of_danger=sum(risk for _, risk, _ in judged),
        harmless=sum(not risk for _, risk, _ in judged),
        missed=tuple(id for id, risk, found in judged if risk and not found),
        alarms=tuple(id for id, risk, found in judged if found and not risk),
    )
