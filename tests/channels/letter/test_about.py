"""What whole letters are about, which are longer than anything that the guess learned from or is measured by."""

from channels.letter.finding import said_in
from config.county import load_county
from config.learned import shipped_classifier
from samples.post.letters import Kind, sample

LETTERS = 30


def test_most_letters_are_told_what_they_are_about_and_few_ordinary_ones_alarm() -> None:
    classifier = shipped_classifier(load_county().services.values())
    letters = [sample(73, number, Kind.CLEAN).letter for number in range(LETTERS)]
    verdicts = [classifier.about(said_in(each.text)) for each in letters]
    right = [verdict.service == each.service for verdict, each in zip(verdicts, letters, strict=True)]
    alarms = [v for v, each in zip(verdicts, letters, strict=True) if v.alarm and v.alarm != each.service]
    assert sum(right) > 0.8 * LETTERS
    assert len(alarms) < 0.1 * LETTERS
