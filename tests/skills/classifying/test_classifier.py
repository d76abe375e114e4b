"""The verdict on a message, with what is shipped, and by keywords alone."""

import pytest

from config.county import DEFAULTS, load_county
from config.learned import shipped_classifier
from core.service import Service
from skills.classifying.classifier import Classifier

SERVICES = tuple(load_county(DEFAULTS).services.values())
SAFEGUARDING = "adult-social-care/safeguarding"


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return shipped_classifier(SERVICES)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("there is a great big hole in the road by the church", "highways/pothole"),
        ("the lamp outside my house does not come on at night", "highways/street-lighting"),
        ("can I keep my library books for another fortnight", "libraries/renewal"),
        ("please send me the bursary form for my daughter at college", "student-support/awards"),
        ("under the Freedom of Information Act, how much was spent on taxis", "information/foi"),
        ("my uncle punches my auntie", SAFEGUARDING),
        ("I want to kill myself", SAFEGUARDING),
        ("The light is out. Also, my husband hits me.", SAFEGUARDING),
        ("hello", None),
        ("", None),
        ("   ", None),
        ("🙂🙂🙂", None),
    ],
)
def test_a_message_is_about_what_it_means(classifier: Classifier, text: str, service: str | None) -> None:
    verdict = classifier.about(text)
    assert verdict.service == service
    assert verdict.unsure == (service is None)
    assert verdict.safeguarding == (service == SAFEGUARDING)


@pytest.mark.parametrize(
    "text",
    [
        "The library is closed. I want to kill myself.",
        "My library book is overdue and I cannot pay. I want to kill myself.",
        "Pothole or damaged road. I want to kill myself. Mill Lane",
        "I am suicidal. The pothole is still there.",
        "pothole in mill lane still there and i want to kill myself",
        "The grass verge needs cutting. He is going to kill me.",
        "Please renew my books. My dad rapes me at night.",
        "complaint: the bus driver raped my friend",
    ],
)
def test_an_ordinary_matter_beside_it_does_not_hide_danger(classifier: Classifier, text: str) -> None:
    verdict = classifier.about(text)
    assert verdict.safeguarding
    assert verdict.service == SAFEGUARDING


@pytest.mark.parametrize("beside", ["Thank you for fixing the drain so quickly.", "Can I renew my library books?"])
@pytest.mark.parametrize(
    "danger",
    [
        "My boyfriend put his hands round my throat last night.",
        "My uncle comes into my room when mum is at work.",
        "I took a whole packet of pills this morning.",
        "There is a little boy next door who is always alone and crying at night.",
        "My husband does not let me out or see my friends.",
    ],
)
def test_danger_that_no_sure_sign_shows_is_heard_in_a_sentence_of_its_own(
    classifier: Classifier, danger: str, beside: str
) -> None:
    for text in (f"{beside} {danger}", f"{danger} {beside}", f"Street light\n{danger}"):
        assert classifier.about(text).safeguarding, text
    assert not classifier.about(f"{beside} What are your opening hours on Saturday?").safeguarding


@pytest.mark.parametrize(
    "text",
    [
        "Mój mąż mnie bije, proszę o pomoc.",
        "Mon mari nous frappe tous les soirs.",
        "Mein Vater schlägt mich und meine Schwester",
        "Soțul mă bate",
        "Rydw i eisiau marw",
    ],
)
def test_danger_is_heard_in_the_languages_that_are_spoken_here(classifier: Classifier, text: str) -> None:
    assert classifier.about(text).safeguarding


@pytest.mark.parametrize(
    "text",
    [
        "Ich will ein Buch ausleihen",
        "Chcę przedłużyć książki",
        "Hoffwn adnewyddu fy llyfrau",
        "the lorry missed us again, we live 5 kms from town",
        "My son hates school dinners. He says they are cruel. Can I have the menu?",
        "I want to renew my book about suicide prevention. It is due on Friday.",
        "Road closed sign missing. I killed myself laughing at it.",
        "Please may I have the certificate of my grandfather, who took his own life in 1931. Is there a fee?",
        "killing myself carrying these bins up the hill",
    ],
)
def test_such_words_about_something_else_raise_no_alarm(classifier: Classifier, text: str) -> None:
    assert not classifier.about(text).safeguarding


def test_a_very_long_letter_has_a_verdict(classifier: Classifier) -> None:
    letter = "The road is full of potholes and my wheel was damaged. " * 400
    assert classifier.about(letter).service == "highways/pothole"


def test_the_same_words_always_have_the_same_verdict(classifier: Classifier) -> None:
    assert len({classifier.about("a street lamp is broken") for _ in range(5)}) == 1


def test_several_messages_have_the_verdicts_that_each_has_alone(classifier: Classifier) -> None:
    texts = ["", "my lamp is out", "a hole in the road " * 20, "hello", "my uncle punches my auntie", "my lamp is out"]
    for one in (classifier, Classifier(SERVICES)):
        assert one.about_each(texts) == [one.about(text) for text in texts]
    assert classifier.about_each([]) == []


def test_a_verdict_says_by_which_words(classifier: Classifier) -> None:
    assert "pothole" in classifier.about("a pothole in our street").because
    assert classifier.about("then he PUNCHED me").because[0] == "punched me"


def test_a_service_that_the_county_does_not_have_is_never_answered() -> None:
    few = shipped_classifier([each for each in SERVICES if each.parent == "libraries"])
    assert few.about("a big pothole in the road").service in (None, "libraries/enquiry", "libraries/renewal")


def test_a_countys_own_service_is_found_by_its_words() -> None:
    own = Service(id="coast/cliffs", label="Cliffs", spoken="cliffs", skill="coast", words=("cliff fall", "landslip"))
    assert shipped_classifier([*SERVICES, own]).about("a cliff fall on the beach").service == "coast/cliffs"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("There is a huge pothole on Mill Lane", "highways/pothole"),
        ("he hits me", SAFEGUARDING),
        ("my uncle punches my auntie", SAFEGUARDING),
        ("hello", None),
    ],
)
def test_without_the_model_keywords_and_sure_signs_do(text: str, service: str | None) -> None:
    verdict = Classifier(SERVICES).about(text)
    assert (verdict.service, verdict.safeguarding) == (service, service == SAFEGUARDING)
