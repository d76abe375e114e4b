"""A real IMAP server for tests: Dovecot, on a port of its own, with its mail in a folder that goes with it.

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
from pathlib import Path
from typing import Any, Final

from imapclient import IMAPClient  # type: ignore[import-untyped]

from channels.email.imap import MailboxAccount

PASSWORD: Final = "correct-horse"
COMMAND: Final = shutil.which("dovecot") or "/usr/sbin/dovecot"
READY_WITHIN_S: Final = 10.0

CONFIGURATION: Final = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {internal}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
imap_capability = {capability}
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
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """`with Dovecot() as server`. `without` names a capability that it then does not have."""

    def __init__(self, *, without: str = "") -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True)
        self._home = Path(self._folder.name)
        self._without = without
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
            capability=" ".join(each for each in has if each != self._without),
        )
        (self._home / "dovecot.conf").write_text(text)
        self.start()
        return self

    def start(self) -> None:
        """Start it, again if need be; the mail is still there."""
        self._process = subprocess.Popen([COMMAND, "-F", "-c", str(self._home / "dovecot.conf")])
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
