"""What `switchboard up` shows: the children's lines under their names, and the one address once all is well."""

import sys
from typing import Any, Final

from config.settings import Settings

COLOURS: Final = {"web": 36, "worker": 35, "clock": 34, "intake": 33, "sandbox": 32, "valkey": 31}
WIDTH: Final = max(map(len, COLOURS))


class Screen:
    """The terminal, or whatever standard output is. A reader that goes away is no reason to fail."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._coloured = sys.stdout.isatty()
        self._stopping = False

    def say(self, name: str, line: str) -> None:
        """One line of one child."""
        label = f"{name:<{WIDTH}}"
        if self._coloured:
            label = f"\033[{COLOURS.get(name, 37)}m{label}\033[0m"
        self._print(f"{label} │ {line}")

    def stopping(self) -> None:
        """Told once."""
        if not self._stopping:
            self._stopping = True
            self._print("Stopping …")

    def goodbye(self) -> None:
        """After the last of them."""
        if self._stopping:
            self._print("Stopped. What happened is kept in " + str(self._settings.switchboard_home) + ".")

    def greet(self, told: dict[str, Any], unwell: list[str]) -> None:
        """The address, the doors behind it and who may enter. `unwell` are parts that have not come up yet."""
        from rich.console import Console

        try:
            Console().print(self._panel(str(told["council"]), _logins(told)))
        except BrokenPipeError:
            return
        for problem in told["warnings"]:
            self._print(f"The county's rules fail: {problem}")
        for name in unwell:
            self._print(f"{name} has not answered yet; see its lines above, and {self._settings.public_url}/health")

    def _panel(self, council: str, logins: dict[str, str]) -> Any:
        from rich.box import ROUNDED
        from rich.panel import Panel
        from rich.table import Table
        from rich.text import Text

        address = self._settings.public_url
        doors = Table.grid(padding=(0, 3))
        if self._settings.sandbox:
            doors.add_row(Text("Caller's phone", "bold green"), "call and text us", "")
        doors.add_row(Text("Residents' pages, at /ask", "bold yellow"), "forms, a chat, where a request is", "")
        doors.add_row(Text("Front desk", "bold blue"), "tickets for visitors", logins.get("reception", ""))
        doors.add_row(Text("Agent's desk", "bold cyan"), "answer, refer, close", logins.get("agent", ""))
        doors.add_row(
            Text("Supervisor's console", "bold magenta"), "watch, change the rules", logins.get("supervisor", "")
        )
        whole = Table.grid(padding=(0, 0))
        whole.add_row(Text.assemble("Open  ", (address, f"bold underline link {address}")))
        whole.add_row("")
        whole.add_row(doors)
        whole.add_row("")
        whole.add_row(Text(self._footnote(), "dim"))
        return Panel(whole, title=f"Switchboard · {council}", box=ROUNDED, expand=False, padding=(1, 3))

    def _footnote(self) -> str:
        carrier = "the sandbox carrier: no real call is made" if self._settings.sandbox else "your Twilio account"
        hours = (
            " The office is open at every hour; OPEN_ALL_HOURS=off keeps to hours.yaml."
            if self._settings.open_all_hours
            else ""
        )
        return f"With {carrier}.{hours} Ctrl-C stops everything; what happened is kept."

    def _print(self, line: str) -> None:
        try:
            print(line, flush=True)
        except BrokenPipeError:
            return


def _logins(told: dict[str, Any]) -> dict[str, str]:
    """The first demonstration login of each role, as `name / password`."""
    first: dict[str, str] = {}
    for each in told["logins"]:
        first.setdefault(each["role"], f"{each['username']} / {each['password']}")
    return first
