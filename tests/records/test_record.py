"""What the record promises as a whole: its tables, its transactions, and clear words when it cannot."""

import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert

from core.clock import ManualClock
from core.errors import ConfigInvalid, Conflict, NotFound, OutcomeUnknown, Unavailable
from records.database import open_engine, writing
from records.migrating import HEAD
from records.record import Record
from records.tables import contacts, metadata
from tests.records.conftest import NOON
from tests.records.made_up import a_call, a_person, new_call
from tests.records.postgres import drop_database, make_database
from tests.records.rivals import add_one, alone, at_once, die_while_writing, migrate


@contextmanager
def opened(url: str, busy_ms: int = 5_000) -> Iterator[Record]:
    record = Record(url, division="westmere", clock=ManualClock(NOON), busy_ms=busy_ms)
    try:
        yield record
    finally:
        record.close()


@pytest.fixture
def pg_record(postgres: str) -> Iterator[Record]:
    """A record on a PostgreSQL database of its own."""
    with opened(make_database(postgres, "cut_off")) as record:
        record.migrate()
        yield record
    drop_database(postgres, "cut_off")


def test_the_steps_lead_to_the_tables_as_the_program_knows_them(fresh_url: str) -> None:
    with opened(fresh_url) as record:
        record.migrate()
    engine = open_engine(fresh_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), metadata) == []
    engine.dispose()


def test_the_newest_step_is_the_one_that_a_quick_start_looks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path("records/migrations").resolve()))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_questions_that_were_asked_before_are_marked_as_such(fresh_url: str) -> None:
    engine = open_engine(fresh_url)
    with writing(engine) as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path("records/migrations").resolve()))
        command.upgrade(config, "0006")
        for id, provider, facts in (("con_1", "CA1", {}), ("con_2", "consult:1", {"consults": "con_1"})):
            row: dict[str, object] = {"id": id, "division": "westmere", "channel": "phone", "provider_id": provider}
            row |= {"to": "", "state": "closed", "epoch": 1, "band": "live", "facts": facts}
            connection.execute(insert(contacts).values(**row, arrived_at=NOON, moved_at=NOON))
    engine.dispose()
    with opened(fresh_url) as record:
        record.migrate()
        with record.reading() as tx:
            assert [tx.contacts.get(id).consults for id in ("con_1", "con_2")] == [None, "con_1"]


def test_every_table_carries_its_division() -> None:
    assert [table.name for table in metadata.tables.values() if "division" not in table.c] == []


def test_several_processes_may_bring_a_new_database_up_to_date_at_once(fresh_url: str) -> None:
    at_once(migrate, [(fresh_url,)] * 4)
    with opened(fresh_url) as record, record.transaction() as tx:
        a_call(tx)


def test_a_start_with_nothing_to_do_is_quick(url: str) -> None:
    start = time.perf_counter()
    with opened(url) as record:
        record.migrate()
    assert time.perf_counter() - start < 0.3


def test_a_record_of_a_newer_program_is_left_alone(fresh_url: str) -> None:
    with opened(fresh_url) as record:
        record.migrate()
        engine = open_engine(fresh_url)
        raw = engine.raw_connection()
        raw.cursor().execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
        raw.close()
        engine.dispose()
        with pytest.raises(ConfigInvalid, match=r"^The record was written by a newer version of this program\."):
            record.migrate()


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    path.write_bytes(b"a shopping list, not a database" * 400)
    with opened(f"sqlite:///{path}") as record, pytest.raises(ConfigInvalid, match="damaged or is not a SQLite"):
        record.migrate()


def test_a_file_that_was_damaged_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with opened(f"sqlite:///{path}") as record:
        record.migrate()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with opened(f"sqlite:///{path}") as record, pytest.raises(ConfigInvalid, match="damaged"):  # noqa: SIM117
        with record.reading() as tx:
            tx.contacts.recent(5)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:////nowhere/at/all/record.db", id="a folder that is not there"),
        pytest.param("postgresql://nobody@127.0.0.1:1/none", id="a server that does not listen"),
        pytest.param("postgresql://nobody@/none?host=/nowhere", id="a socket that is not there"),
    ],
)
def test_a_record_out_of_reach_is_unavailable(url: str) -> None:
    with opened(url) as record:
        for attempt in (record.migrate, record.ping, record.transaction().__enter__):
            with pytest.raises(Unavailable):
                attempt()


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("not an address", id="words"),
        pytest.param("mysql://somewhere/else", id="a database that we do not serve"),
        pytest.param("sqlite://", id="a database in memory, which no second process can share"),
    ],
)
def test_an_address_that_cannot_be_a_record_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(ConfigInvalid, match=r"^DATABASE_URL .*\.$"):
        Record(url, division="westmere")


def test_a_block_that_fails_leaves_nothing_behind(record: Record) -> None:
    def failing() -> None:
        with record.transaction() as tx:
            a_call(tx, provider_id="CA-lost")
            raise LookupError("on the way")

    with pytest.raises(LookupError):
        failing()
    with record.reading() as tx:
        assert tx.contacts.count() == 0


def test_a_reading_refuses_to_write(record: Record) -> None:
    with pytest.raises(Unavailable, match="may only be read"), record.reading() as tx:
        a_call(tx)


def test_a_reading_sees_one_moment(record: Record) -> None:
    with record.reading() as before:
        assert before.contacts.count() == 0
        with record.transaction() as tx:
            a_call(tx)
        assert before.contacts.count() == 0
    with record.reading() as after:
        assert after.contacts.count() == 1


def test_a_row_that_names_a_stranger_is_a_conflict_without_the_drivers_words(record: Record) -> None:
    with pytest.raises(Conflict) as caught, record.transaction() as tx:
        tx.messages.add("con_nobody", "in", "a private matter", "resident")
    assert "private" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_divisions_do_not_see_each_other(record: Record) -> None:
    with record.transaction("here") as tx:
        contact = a_call(tx, provider_id="CA-same")
        person = a_person(tx)
    with record.transaction("there") as tx:
        assert tx.contacts.count() == 0
        other = a_call(tx, provider_id="CA-same")
        assert other.id != contact.id
        for look in (lambda: tx.contacts.get(contact.id), lambda: tx.people.get(person)):
            with pytest.raises(NotFound):
                look()


@pytest.mark.timeout(240)
def test_no_update_is_lost_between_four_processes(url: str, record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
    names = ("a", "b", "c", "d")
    at_once(add_one, [(url, record.division, contact.id, name, 100) for name in names])
    with record.reading() as tx:
        assert tx.contacts.get(contact.id).facts == {"n": 400, **dict.fromkeys(names, 100)}


def test_a_locked_record_says_later_and_never_hangs(fresh_url: str) -> None:
    with opened(fresh_url) as first, opened(fresh_url, busy_ms=200) as second:
        first.migrate()
        with first.transaction() as tx:
            contact = a_call(tx)
        with first.transaction() as tx:
            tx.contacts.get(contact.id, lock=True)
            with pytest.raises(Unavailable), second.transaction() as rival:
                rival.contacts.get(contact.id, lock=True)
        with second.transaction() as rival:
            assert rival.contacts.get(contact.id, lock=True) == contact


def test_a_reader_never_waits_for_a_writer(record: Record) -> None:
    with record.transaction() as tx:
        a_call(tx)
        started = time.perf_counter()
        with record.reading() as reader:
            assert reader.contacts.count() == 0
        assert time.perf_counter() - started < 1


def test_what_was_committed_outlives_its_process_and_nothing_else_does(url: str, record: Record) -> None:
    assert alone(die_while_writing, url, record.division) == -signal.SIGKILL
    with record.transaction() as tx:
        assert [contact.provider_id for contact in tx.contacts.recent()] == ["CA-kept"]
        tx.contacts.take_in(new_call("CA-next"))


def be_cut_off(record: Record, server: str, *, go_on: bool) -> None:
    """Write, and have the connection ended from the other side, as a failing server would."""
    with record.transaction() as tx:
        a_call(tx)
        mine = tx.contacts._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(server, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (mine,))
        if go_on:
            a_call(tx)


def test_a_server_that_goes_away_before_the_commit_changed_nothing(postgres: str, pg_record: Record) -> None:
    with pytest.raises(Unavailable):
        be_cut_off(pg_record, postgres, go_on=True)
    with pg_record.reading() as tx:
        assert tx.contacts.count() == 0


def test_a_server_that_goes_away_at_the_commit_leaves_it_unknown(postgres: str, pg_record: Record) -> None:
    with pytest.raises(OutcomeUnknown):
        be_cut_off(pg_record, postgres, go_on=False)


def test_sqlite_keeps_what_it_committed_through_a_power_cut(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'record.db'}")
    with engine.connect() as connection:
        ask: Callable[[str], object] = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        found = [ask(name) for name in ("journal_mode", "synchronous", "foreign_keys")]
    engine.dispose()
    assert found == ["wal", 2, 1]  # 2 is FULL


def test_ids_made_in_many_threads_never_meet(record: Record) -> None:
    made: list[str] = []

    def make() -> None:
        made.extend(record._new_id("con") for _ in range(500))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000


def test_a_missing_migration_is_told_apart_from_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE somebody_elses (x)")
    connection.close()
    with opened(f"sqlite:///{path}") as record:
        record.migrate()
        with record.transaction() as tx:
            a_call(tx)
