"""What the environment may say, what it means when it says nothing, and how a wrong value is told."""

import json
import multiprocessing
import stat
from pathlib import Path

import pytest

from config import derived
from config.kept import sandbox_credentials
from config.oauth import OAuth
from config.settings import Settings, load_settings
from core.errors import ConfigInvalid
from live.embedded import _socket_path
from switchboard.settings_page import markdown, names

TWILIO = {"TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "TWILIO_AUTH_TOKEN": "t" * 32}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in names():
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SWITCHBOARD_HOME", str(tmp_path))
    return monkeypatch


def put(environment: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        environment.setenv(name, value)


BOX = {"address": "bins@example.org", "host": "imap.example.org", "password": "secret-word"}
GRANT = {"token_url": "https://login.example.org/token", "client_id": "c", "refresh_token": "secret-word"}
MAILBOXES = [
    pytest.param([], {}, id="none"),
    pytest.param(
        [BOX], {"user": "bins@example.org", "port": 993, "folder": "INBOX", "done": "Switchboard"}, id="the usual"
    ),
    pytest.param([BOX | {"security": "starttls"}], {"port": 143}, id="the port follows the security"),
    pytest.param(
        [BOX | {"port": 1143, "user": "bins", "done": ""}], {"port": 1143, "user": "bins", "done": ""}, id="as said"
    ),
    pytest.param(
        [{**BOX, "password": None, "oauth": GRANT}],
        {"oauth": OAuth(**GRANT), "password": ""},
        id="what a token is fetched with is a way in",
    ),
    pytest.param([BOX | {"scans": True}], {"scans": True, "plus": False}, id="where scanners send what they scanned"),
    pytest.param([{**BOX, "password": None, "token": "t"}], {"token": "t", "password": ""}, id="a token is a way in"),
]


@pytest.mark.parametrize(("given", "expected"), MAILBOXES)
def test_mailboxes(
    environment: pytest.MonkeyPatch, given: list[dict[str, object]], expected: dict[str, object]
) -> None:
    environment.setenv("MAILBOXES", json.dumps(given))
    boxes = load_settings().mailboxes
    assert len(boxes) == len(given)
    assert {name: getattr(box, name) for box in boxes for name in expected} == expected


WRONG_MAILBOXES = [
    pytest.param([{**BOX, "password": ""}], id="no way in"),
    pytest.param([BOX | {"security": "hope"}], id="no such security"),
    pytest.param([BOX | {"security": "none"}], id="a password over the network in clear"),
    pytest.param([BOX | {"folder": "Switchboard"}], id="moved to where it is"),
    pytest.param(
        [BOX | {"oauth": GRANT | {"token_url": "http://login.example.org/token"}}], id="a refresh token in clear"
    ),
    pytest.param([BOX | {"notify_reply_to": "bins"}], id="a reply-to address without its id"),
    pytest.param([BOX | {"hots": "x"}], id="a slip of the pen"),
    pytest.param({"address": "a"}, id="no list"),
]


@pytest.mark.parametrize("given", WRONG_MAILBOXES)
def test_a_wrong_mailbox_is_told_without_its_password(environment: pytest.MonkeyPatch, given: object) -> None:
    environment.setenv("MAILBOXES", json.dumps(given))
    with pytest.raises(ConfigInvalid, match="MAILBOXES has a wrong value: it must be a list as") as caught:
        load_settings()
    assert "secret-word" not in str(caught.value)


def test_what_the_mail_servers_tokens_are_fetched_with_stands_in_json(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SMTP_OAUTH", json.dumps(GRANT))
    assert load_settings().smtp_oauth == OAuth(**GRANT)
    assert "secret-word" not in repr(load_settings())
    environment.setenv("SMTP_OAUTH", json.dumps(GRANT | {"refresh_token": ""}))
    with pytest.raises(ConfigInvalid, match="SMTP_OAUTH has a wrong value: it must be an object as") as caught:
        load_settings()
    assert "secret-word" not in str(caught.value)


TOGETHER = [
    pytest.param(
        {"SMTP_OAUTH": json.dumps(GRANT), "SMTP_TOKEN": "t"}, "SMTP_TOKEN and SMTP_OAUTH are both set", id="two tokens"
    ),
    pytest.param(
        {"NOTIFY_EMAIL_TEMPLATE": "11111111-2222-4333-8444-555555555555"},
        "NOTIFY_API_KEY is not set",
        id="a template of Notify's without its key",
    ),
]


@pytest.mark.parametrize(("given", "words"), TOGETHER)
def test_what_is_right_alone_and_wrong_together_is_told(
    environment: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    put(environment, given)
    with pytest.raises(ConfigInvalid, match=words):
        load_settings()


UNSET = [
    pytest.param("public_url", "http://localhost:8000", id="the address is this machine's"),
    pytest.param("sandbox", True, id="without Twilio there is the sandbox"),
    pytest.param("embedded_redis", True, id="Valkey is started here"),
    pytest.param("twilio_base_url", "http://127.0.0.1:8001", id="the carrier is the sandbox"),
    pytest.param("smtp_url", "smtp://127.0.0.1:8002", id="mail goes to the sandbox's post office"),
    pytest.param("open311_url", "http://127.0.0.1:8001/open311", id="highways is the sandbox's stand-in"),
    pytest.param("sandbox_url", "http://localhost:8001", id="the caller's phone is beside us"),
]


@pytest.mark.parametrize(("name", "expected"), UNSET)
def test_with_nothing_set(name: str, expected: object) -> None:
    assert getattr(load_settings(), name) == expected


def test_the_stores_are_in_the_state_folder(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.database_url == f"sqlite:///{tmp_path}/switchboard.db"
    assert settings.redis_url == f"unix://{tmp_path}/valkey/valkey.sock"
    assert settings.jobs_redis_url == f"unix://{tmp_path}/valkey/valkey.sock?db=1"


def test_the_port_moves_all_that_is_beside_it(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "9000")
    settings = load_settings()
    assert settings.public_url == "http://localhost:9000"
    assert (settings.sandbox_port, settings.sandbox_smtp_port) == (9001, 9002)
    assert settings.smtp_url == "smtp://127.0.0.1:9002"


SAID = [
    pytest.param(
        {"PUBLIC_URL": "https://cc.example.org/"}, "public_url", "https://cc.example.org", id="last slash goes"
    ),
    pytest.param(
        {"DATABASE_URL": "postgres://u:p@db/sb"}, "database_url", "postgresql+psycopg://u:p@db/sb", id="our driver"
    ),
    pytest.param(
        {"REDIS_URL": "redis://r:6379/3"}, "jobs_redis_url", "redis://r:6379/4", id="jobs in the next database"
    ),
    pytest.param({"REDIS_URL": "redis://r"}, "jobs_redis_url", "redis://r/1", id="jobs in the second database"),
    pytest.param({"REDIS_URL": "redis://r"}, "embedded_redis", False, id="a named store is not started"),
    pytest.param({"REDIS_URL": ""}, "embedded_redis", True, id="empty is unset"),
    pytest.param({"LOG_LEVEL": "WARNING"}, "log_level", "warning", id="capitals do not matter"),
    pytest.param(TWILIO, "sandbox", False, id="with Twilio there is no sandbox"),
    pytest.param(TWILIO, "twilio_base_url", "https://api.twilio.com", id="with Twilio requests go there"),
    pytest.param(TWILIO, "smtp_url", "", id="with Twilio the sandbox's mail is not used"),
    pytest.param(TWILIO, "twilio_api_key", "", id="with Twilio no key is made up"),
]


@pytest.mark.parametrize(("said", "name", "expected"), SAID)
def test_what_is_said(environment: pytest.MonkeyPatch, said: dict[str, str], name: str, expected: object) -> None:
    put(environment, said)
    assert getattr(load_settings(), name) == expected


WRONG = [
    pytest.param(
        {"PORT": "abc"},
        ["PORT has a wrong value ('abc'): it must be a whole number from 1 to 65533."],
        id="a word for a port",
    ),
    pytest.param(
        {"PORT": "65535"},
        ["PORT has a wrong value ('65535'): it must be a whole number from 1 to 65533."],
        id="no room for the sandbox",
    ),
    pytest.param(
        {"PUBLIC_URL": "cc.example.org"},
        ["PUBLIC_URL has a wrong value ('cc.example.org'): it must be an http:// or https:// address."],
        id="an address without its scheme",
    ),
    pytest.param(
        {"DATABASE_URL": "mysql://u:geheim@db"},
        ["DATABASE_URL has a wrong value: it must be a postgresql:// or sqlite:/// address."],
        id="a secret's value is not repeated",
    ),
    pytest.param(
        {"DIVISION": "West Mere", "TWILIO_PHONE_NUMBER": "01632 960100"},
        [
            "DIVISION has a wrong value ('West Mere'): "
            "it must be small letters, digits and hyphens, beginning with a letter.",
            "TWILIO_PHONE_NUMBER has a wrong value ('01632 960100'): it must be a number as +441632960100.",
        ],
        id="all that is wrong is told at once",
    ),
    pytest.param(
        {"TWILIO_ACCOUNT_SID": TWILIO["TWILIO_ACCOUNT_SID"]},
        ["TWILIO_ACCOUNT_SID is set but TWILIO_AUTH_TOKEN is not. Set both, or neither to use the sandbox."],
        id="half an account",
    ),
    pytest.param(
        {"TWILIO_AUTH_TOKEN": "t"},
        ["TWILIO_AUTH_TOKEN is set but TWILIO_ACCOUNT_SID is not. Set both, or neither to use the sandbox."],
        id="the other half",
    ),
    pytest.param(
        TWILIO | {"TWILIO_API_KEY": "SK" + "2" * 32},
        ["TWILIO_API_KEY and TWILIO_API_SECRET go together. Set both: agents' softphones need them."],
        id="a key without its secret",
    ),
    pytest.param(
        {"COUNTY_FOLDER": "/nowhere/at/all"},
        ["COUNTY_FOLDER has a wrong value ('/nowhere/at/all'): it must be a folder that exists."],
        id="a folder that is not there",
    ),
    pytest.param(
        {"SECRET_KEY": "short"},
        ["SECRET_KEY has a wrong value: it must be at least 32 characters that nobody could guess."],
        id="a key that could be guessed",
    ),
    pytest.param(
        {"MAP_TILES_URL": "https://tiles.example.org"},
        [
            "MAP_TILES_URL has a wrong value ('https://tiles.example.org'): "
            "it must be an https:// address with {z}, {x} and {y}."
        ],
        id="tiles without their numbers",
    ),
]


@pytest.mark.parametrize(("said", "sentences"), WRONG)
def test_what_is_wrong_is_told(environment: pytest.MonkeyPatch, said: dict[str, str], sentences: list[str]) -> None:
    put(environment, said)
    with pytest.raises(ConfigInvalid) as caught:
        load_settings()
    assert [str(problem) for problem in caught.value.problems] == sentences


def test_what_was_made_up_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    first, second = load_settings(), load_settings()
    sandbox_credentials.cache_clear()
    third = load_settings()
    assert first.secret_key == second.secret_key == third.secret_key
    assert first.twilio_auth_token == third.twilio_auth_token
    for name in ("secret", "sandbox-credentials.json"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def _key(home: str, answers: "multiprocessing.queues.Queue[tuple[str, str]]") -> None:
    settings = Settings(switchboard_home=home)  # type: ignore[arg-type]
    answers.put((settings.secret_key, settings.twilio_auth_token))


def test_eight_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.queues.Queue[tuple[str, str]] = context.Queue()
    home = str(tmp_path / "fresh")
    processes = [context.Process(target=_key, args=(home, answers)) for _ in range(8)]
    for process in processes:
        process.start()
    got = {answers.get(timeout=60) for _ in processes}
    for process in processes:
        process.join()
    answers.close()
    answers.join_thread()
    assert len(got) == 1


DAMAGE = [
    pytest.param("sandbox-credentials.json", "{", "is not JSON", id="half a file of credentials"),
    pytest.param("sandbox-credentials.json", "[]", "does not hold", id="something else in the credentials"),
    pytest.param("sandbox-credentials.json", json.dumps({}), "has no usable account_sid", id="nothing in them"),
    pytest.param("secret", "abc", "is too short", id="a secret cut off"),
]


@pytest.mark.parametrize(("name", "text", "why"), DAMAGE)
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, name: str, text: str, why: str) -> None:
    sandbox_credentials.cache_clear()
    (tmp_path / name).write_text(text)
    with pytest.raises(ConfigInvalid) as caught:
        load_settings()
    message = str(caught.value)
    assert why in message
    assert str(tmp_path / name) in message
    assert "Delete that file" in message


def test_a_home_that_is_a_file_is_told(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment.setenv("SWITCHBOARD_HOME", str(tmp_path / "file"))
    with pytest.raises(ConfigInvalid, match="which is a file, not a folder"):
        load_settings()


@pytest.mark.parametrize("depth", [1, 12], ids=["a short path", "a path too long for a socket"])
def test_the_socket_is_where_the_embedded_valkey_puts_it(tmp_path: Path, depth: int) -> None:
    folder = tmp_path.joinpath(*["a-folder-name"] * depth)
    assert derived.socket_path(folder) == _socket_path(folder.resolve())


def test_no_secret_is_in_the_settings_own_text() -> None:
    settings = load_settings()
    text = repr(settings)
    for secret in (settings.secret_key, settings.twilio_auth_token, settings.twilio_api_secret):
        assert secret not in text


def test_the_page_of_settings_is_fresh() -> None:
    page = Path(__file__).parents[2] / "docs" / "settings.md"
    assert page.read_text("utf-8") == markdown(), "docs/settings.md is stale. Run: make docs"
