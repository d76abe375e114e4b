"""What the desk and the console keep: referrals, rules, accounts, sessions, places."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from core.clock import ManualClock
from core.errors import Conflict, NotFound
from records.record import Record
from records.staff_rows import Account
from records.tx import Tx
from tests.records.conftest import NOON
from tests.records.made_up import a_call

HOUR = timedelta(hours=1)


def an_account(tx: Tx, username: str = "Ann", role: str = "agent") -> Account:
    return tx.accounts.create(username, "Ann Ferris", role, "hash", skills={"highways": 3}, capacity={"phone": 1})


def test_a_referral_goes_its_way(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        case = tx.cases.create(None, "highways/pothole")
        made = tx.referrals.create(case.id, contact.id, "highways/pothole", "Highways", {"depth": "8 cm"}, "acc_1")
        assert (made.state, made.fields, made.by, made.created_at) == ("draft", {"depth": "8 cm"}, "acc_1", NOON)
        assert tx.contacts.get(contact.id).referred_at == NOON
        held = tx.referrals.move(made.id, "queued", problem="The partner is down.", expected="draft")
        assert held is not None
        assert tx.referrals.problems() == [held]
        assert tx.referrals.move(made.id, "failed", expected="draft") is None
        got = tx.referrals.acknowledged(made.id, "HW-17", NOON + HOUR)
        assert (got.state, got.partner_reference, got.problem) == ("acknowledged", "HW-17", None)
        assert (got.acknowledged_at, got.moved_at) == (NOON + HOUR, NOON + HOUR)
        assert tx.referrals.problems() == []
        assert tx.referrals.of_case(case.id) == tx.referrals.of_contact(contact.id) == [got]
        with pytest.raises(NotFound):
            tx.referrals.move("ref_none", "sent")


def test_rules_are_numbered_from_one(record: Record) -> None:
    with record.transaction() as tx:
        assert tx.rules.current() is None
        first = tx.rules.publish("order: due_first", "acc_1", "The start")
        second = tx.rules.publish("order: first_come", "acc_2", "Snow", NOON + HOUR, based_on=1)
        assert (first.n, first.based_on, second.n, second.based_on) == (1, None, 2, 1)
        assert tx.rules.current() == second
        assert tx.rules.get(1) == first
        assert tx.rules.list() == [second, first]
        assert tx.rules.list(limit=1) == [second]
        with pytest.raises(NotFound):
            tx.rules.get(3)


def test_nobody_publishes_over_what_they_have_not_seen(record: Record) -> None:
    with record.transaction() as tx:
        tx.rules.publish("a", "acc_1", "x")
        tx.rules.publish("b", "acc_1", "x", based_on=1)
        with pytest.raises(Conflict, match="Version 2 was published"):
            tx.rules.publish("c", "acc_2", "x", based_on=1)


def test_of_twenty_who_publish_at_once_one_wins(record: Record) -> None:
    with record.transaction() as tx:
        tx.rules.publish("a", "acc_1", "x")

    def publish(n: int) -> bool:
        try:
            with record.transaction() as tx:
                tx.rules.publish(f"by {n}", f"acc_{n}", "x", based_on=1)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(publish, range(20))).count(True) == 1
    with record.reading() as tx:
        assert len(tx.rules.list()) == 2


def test_a_user_name_is_one_persons_whatever_its_case(record: Record) -> None:
    with record.transaction() as tx:
        account = an_account(tx)
        assert tx.accounts.by_username("ANN") == account
        assert tx.accounts.by_username("bob") is None
        assert (account.skills, account.capacity, account.state) == ({"highways": 3}, {"phone": 1}, "absent")
        with pytest.raises(Conflict, match="taken"):
            an_account(tx, "aNN")


def test_accounts_are_listed_by_user_name_and_role(record: Record) -> None:
    with record.transaction() as tx:
        for username, role in (("cat", "agent"), ("ann", "supervisor"), ("bob", "agent")):
            an_account(tx, username, role)
        assert [account.username for account in tx.accounts.list()] == ["ann", "bob", "cat"]
        assert [account.username for account in tx.accounts.list("agent")] == ["bob", "cat"]


def test_presence_never_goes_back_in_time(record: Record) -> None:
    with record.transaction() as tx:
        account = an_account(tx)
        assert tx.accounts.set_presence(account.id, "break", "lunch", NOON + HOUR)
        assert not tx.accounts.set_presence(account.id, "ready", None, NOON)
        found = tx.accounts.get(account.id)
        assert (found.state, found.reason, found.since) == ("break", "lunch", NOON + HOUR)


def test_skills_and_password_are_replaced(record: Record) -> None:
    with record.transaction() as tx:
        account = an_account(tx)
        tx.accounts.set_password_hash(account.id, "other")
        changed = tx.accounts.set_skills(account.id, {"libraries": 5}, {"sms": 3})
        assert (changed.skills, changed.capacity, changed.password_hash) == ({"libraries": 5}, {"sms": 3}, "other")


def test_a_session_lasts_until_it_runs_out_or_is_revoked(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        account = an_account(tx)
        for token, hours in (("t1", 1), ("t2", 3), ("t3", 3)):
            tx.sessions.create(account.id, "desk", NOON + hours * HOUR, "csrf", token)
        found = tx.sessions.get("t1")
        assert found is not None
        assert (found.account_id, found.door, found.csrf) == (account.id, "desk", "csrf")
        assert tx.sessions.get("stranger") is None
        assert [tx.sessions.revoke("t2") for _ in range(2)] == [True, False]
    clock.advance(3600)
    with record.transaction() as tx:
        assert tx.sessions.get("t1") is None
        assert tx.sessions.get("t1", NOON) is not None
        assert tx.sessions.sweep(tx.now) == 1
        assert tx.sessions.revoke_all(account.id) == 1
        assert tx.sessions.get("t3") is None


def test_a_link_takes_a_pin_until_it_runs_out(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        link = tx.places.create("hash", contact.id, NOON + HOUR)
        assert tx.places.by_token("hash") == link
        assert tx.places.of_contact(contact.id) == [link]
        pinned = tx.places.answer("hash", 52.0406, -0.7594, "By the gate")
        assert (pinned.lat, pinned.lng, pinned.note, pinned.answered_at) == (52.0406, -0.7594, "By the gate", NOON)
    clock.advance(3600)
    with record.transaction() as tx:
        assert tx.places.by_token("hash") is None
        for token in ("hash", "stranger"):
            with pytest.raises(NotFound, match="expired"):
                tx.places.answer(token, 0, 0)
