"""A real IMAP server to measure with, and for tests: Dovecot, on a port and in a folder of its own.

The folder is not pytest's, which every new run closes to all others, and the server has users of its own.
Every name may log in with the one password, and has a mailbox that begins empty.
"""

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from imapclient import IMAPClient  # type: ignore[import-untyped]

from channels.email.imap import MailboxAccount

PASSWORD: Final = "correct-horse"  # noqa: S105  # of a server that only this machine can reach
COMMAND: Final = shutil.which("dovecot") or "/usr/sbin/dovecot"
READY_WITHIN_S: Final = 10.0
PRIME: Final = 7919
"""Counted in these, microseconds look as if by chance, and are the same each time."""

CONFIGURATION: Final = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {internal}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
imap_capability = {capability}
{oauth2}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


OAUTH2: Final = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
"""


class Dovecot:
    """`with Dovecot() as server`. `without` names a capability that it then does not have.

    `tokens` is where it asks whose an OAuth2 token is, a URL that ends where the token goes; passwords do as well.
    """

    def __init__(self, *, without: str = "", tokens: str = "") -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True)
        self._home = Path(self._folder.name)
        self._without = without
        self._tokens = tokens
        with socket.create_server(("127.0.0.1", 0)) as held:
            self.port = int(held.getsockname()[1])

    def __enter__(self) -> "Dovecot":
        mail = self._home / "mail"
        mail.mkdir()
        self._home.chmod(0o755)
        user = "nobody" if os.geteuid() == 0 else getpass.getuser()
        found = pwd.getpwnam(user)
        for folder in (self._home, mail):
            os.chown(folder, found.pw_uid, found.pw_gid)
        has = "IMAP4rev1 UIDPLUS MOVE IDLE LITERAL+ ENABLE UNSELECT NAMESPACE".split()  # noqa: SIM905
        text = CONFIGURATION.format(
            home=self._home,
            user=user,
            internal="dovecot" if os.geteuid() == 0 else user,
            group=grp.getgrgid(found.pw_gid).gr_name,
            port=self.port,
            password=PASSWORD,
            oauth2=OAUTH2.format(home=self._home) if self._tokens else "",
            capability=" ".join(each for each in has if each != self._without),
        )
        (self._home / "dovecot.conf").write_text(text)
        (self._home / "oauth2.conf").write_text(f"tokeninfo_url = {self._tokens}\nusername_attribute = email\n")
        self.start()
        return self

    def start(self) -> None:
        """Start it, again if need be; the mail is still there."""
        self._process = subprocess.Popen([COMMAND, "-F", "-c", str(self._home / "dovecot.conf")])  # noqa: S603
        until = time.monotonic() + READY_WITHIN_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self._home / "log").read_text()) from None
                time.sleep(0.02)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def account(self, address: str, **changes: Any) -> MailboxAccount:
        """How to get into the mailbox of `address`."""
        usual: dict[str, Any] = {"user": address, "password": PASSWORD}
        return MailboxAccount(
            address=address,
            host="127.0.0.1",
            port=self.port,
            security="none",
            **{**usual, **changes},
        )

    def fill(self, address: str, messages: Iterable[bytes]) -> int:
        """Put very many messages into the mailbox, as files of its Maildir; how many. The mailbox has been opened."""
        folder = self._home / "mail" / address / "Maildir" / "new"
        with self._client(address) as client:
            client.select_folder("INBOX")
        owner, count = (self._home / "mail").stat(), 0
        for count, raw in enumerate(messages, 1):
            # Microseconds that vary, as they do. Of names too much alike Dovecot makes one long list, and goes through
            # it again and again: half of the messages came to one sum, and a move from among 10,000 took it 0.7 s.
            path = folder / f"{1_700_000_000 + count}.M{count * PRIME % 1_000_000}P1.bench"
            path.write_bytes(raw)
            os.chown(path, owner.st_uid, owner.st_gid)
        return count

    def left(self, address: str) -> int:
        """How many messages are in the mailbox, by its files: asking the server would take its time."""
        folder = self._home / "mail" / address / "Maildir"
        return sum(len(os.listdir(folder / name)) for name in ("new", "cur"))

    def append(self, address: str, *messages: bytes) -> None:
        """Put messages into the mailbox, as a mail server would."""
        with self._client(address) as client:
            for raw in messages:
                client.append("INBOX", raw)

    def originals(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """The bytes of every message in a folder; empty when there is no such folder."""
        with self._client(address) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(), [b"BODY.PEEK[]"])
            return [each[b"BODY[]"] for each in found.values()]

    def count(self, address: str) -> int:
        """How many messages are in the mailbox."""
        with self._client(address) as client:
            return int(client.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"])

    def _client(self, address: str) -> IMAPClient:
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=20)
        client.login(address, PASSWORD)
        return client
