"""What a programme wrote in answer opens no closed conversation, and what a person wrote does."""

import pytest

from channels.email.inbound import read

ROWS = [
    pytest.param("Subject: Out of the office parking, Re: bins\n\nPlease ring me.", False, id="a person's subject"),
    pytest.param("Subject: Out of office\n\nI am back on Monday.", True, id="its words agree"),
    pytest.param("Subject: Out of office\nReturn-Path: <>\n\nBye.", True, id="its headers agree"),
    pytest.param("Subject: Automatic reply: Bins\n\nBye.", True, id="a subject that nobody writes"),
    pytest.param("Subject: Bins\nAuto-Submitted: auto-replied\n\nBye.", True, id="it says so"),
    pytest.param(
        "Subject: Anne Hill is out of the office.\n\nI will be out of the office.", True, id="as Notes says it"
    ),
    pytest.param("Subject: Re: Bins (Out of Office)\n\nI am away until 9 March.", True, id="at its end"),
    pytest.param(
        "Subject: Nobody is out of the office yet I get no answer\n\nI am away.", False, id="a person's complaint"
    ),
    pytest.param("Subject: Bins\nX-FC-MachineGenerated: true\n\nBye.", True, id="FirstClass says so"),
    pytest.param("Subject: Bins\n\nI am away next week.", False, id="a person who goes away"),
]


@pytest.mark.parametrize(("rest", "answered_by_machine"), ROWS)
def test_what_counts_as_a_machines_answer(rest: str, answered_by_machine: bool) -> None:
    assert read(f"From: a@example.org\n{rest}".encode()).machine_answer is answered_by_machine


@pytest.mark.parametrize("field", ["X-Loop", "X-MS-Exchange-Inbox-Rules-Loop"])
def test_what_a_rule_sent_on_is_not_answered_by_ourselves_but_may_be_a_persons(field: str) -> None:
    mail = read(f"From: a@example.org\nSubject: Bins\n{field}: b@example.org\n\nMy bin was missed.".encode())
    assert (mail.automatic_reason, mail.machine_answer) == (f"it has {field}", False)


SUBJECTS = [
    pytest.param("Out of office", True, id="the words alone"),
    pytest.param("Out of office until Monday", True, id="until when"),
    pytest.param("Out of Office: Bins", True, id="with what it answers"),
    pytest.param("I am out of office chairs", False, id="somebody who has none left"),
    pytest.param("Out of the office window a tree has come down", False, id="what is seen from there"),
    pytest.param("Automatyczna odpowiedź: Kosz", True, id="Outlook in Polish"),
    pytest.param("Автоматический ответ: Bins", True, id="Outlook in Russian"),
    pytest.param("Răspuns automat: Bins", True, id="Outlook in Romanian"),
]


@pytest.mark.parametrize(("subject", "automatic"), SUBJECTS)
def test_a_subject_is_that_of_an_automatic_answer(subject: str, automatic: bool) -> None:
    assert read(f"From: a@example.org\nSubject: {subject}\n\nPlease ring me.".encode()).automatic is automatic
