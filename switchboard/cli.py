"""The `switchboard` command. Each verb's work is in a file of its own, loaded only when that verb is called."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, cast

import typer

from bench.commands import app as bench
from switchboard.email import app as email
from switchboard.failing import in_a_sentence
from switchboard.letters import app as letters
from switchboard.spelling import phone, sms

DAY: Final = "%Y-%m-%d"


class Role(StrEnum):
    """Who somebody is here."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    RECEPTION = "reception"


app = typer.Typer(
    help="Switchboard: one contact centre for everything a resident may want from a council.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(bench, name="bench")
app.add_typer(email, name="email")
app.add_typer(letters, name="letters")
app.add_typer(sms, name="sms")
app.add_typer(phone, name="phone")


@app.command()
def up() -> None:
    """Start everything on this machine and print one address. Ctrl-C stops it."""
    from config.settings import load_settings
    from switchboard.up import up as start

    start(load_settings())


@app.command()
def web() -> None:
    """Serve webhooks, the agent's desk and the supervisor's console."""
    _serve("web")


@app.command()
def worker() -> None:
    """Deliver what goes out: texts, referrals."""
    _serve("worker")


@app.command()
def clock() -> None:
    """Keep deadlines, write the log into the record, reconcile. Run one or more."""
    _serve("clock")


@app.command()
def intake() -> None:
    """Take in what a webhook missed."""
    _serve("intake")


@app.command()
def sandbox() -> None:
    """Run the stand-in carrier alone, with the credentials that the settings name."""
    from switchboard.alone import sandbox as run

    run()


@app.command()
def prepare() -> None:
    """Bring the record's tables up to date. Run it once before a new version's processes start."""
    from config.settings import load_settings
    from switchboard.serving import prepare as run

    run(load_settings())
    print("The record is up to date.")


@app.command()
def doctor() -> None:
    """Check settings, stores, carrier and partners, and say what to fix. Exit code 1 if something is wrong."""
    from switchboard.doctor import doctor as run

    raise SystemExit(run())


@app.command()
def rebuild() -> None:
    """Forget the live routing state and put every open contact back in its place from the record."""
    from switchboard.alone import rebuild as run

    run()


@app.command()
def why(
    id: Annotated[str, typer.Argument(help="A contact's id, a case's reference, or contact@epoch for one offer.")],
    json: Annotated[bool, typer.Option("--json", help="As JSON, with all that the sentences stand on.")] = False,
) -> None:
    """Say why a contact waits or who has it, or why an offer went to that agent."""
    from switchboard.asking import why as run

    run(id, as_json=json)


@app.command()
def dump() -> None:
    """Print the whole live routing state as JSON, in one look: with very many waiting, the store is busy meanwhile."""
    from switchboard.asking import dump as run

    run()


@app.command()
def check() -> None:
    """Check the live routing state against what must always be true. Exit code 1 if something is not."""
    from switchboard.asking import check as run

    raise SystemExit(run())


@app.command()
def rules(
    back_to: Annotated[int | None, typer.Option(min=1, help="Put this version in force again.")] = None,
    why: Annotated[str, typer.Option(help="With --back-to: what others read beside it.")] = "",
) -> None:
    """List the versions of the routing rules, or go back to one. It needs the record alone, whatever else is down."""
    from switchboard.versions import rules as run

    run(back_to, why)


@app.command()
def account(
    username: Annotated[str, typer.Argument(help="What they log in with.")],
    name: Annotated[str | None, typer.Option(help="What colleagues call them.")] = None,
    role: Annotated[
        Role | None,
        typer.Option(
            help="Which door: the desk (agent, as a new account is), the console as well, or the front desk alone."
        ),
    ] = None,
    skill: Annotated[list[str] | None, typer.Option(help="As highways=4; may be repeated.")] = None,
    at_once: Annotated[list[str] | None, typer.Option(help="As sms=3: most in hand; may be repeated.")] = None,
    interruptible: Annotated[
        list[str] | None, typer.Option(help="As email: a call may break it off; may be repeated; none takes it back.")
    ] = None,
) -> None:
    """Make an account, or give one a new password, which is asked for."""
    from switchboard.accounts import account as put

    put(
        username,
        name=name,
        role=role.value if role else None,
        skills=skill or [],
        at_once=at_once or [],
        interruptible=interruptible or [],
    )


@app.command()
def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table of docs/settings.md.")] = False,
) -> None:
    """Show every setting, what it is now, and where that comes from."""
    from switchboard.settings_page import markdown as page
    from switchboard.settings_page import show

    print(page(), end="") if markdown else show()


@app.command()
def assurance() -> None:
    """Print docs/assurance.md: what a resident must prove to see, change or hear about a matter of each service."""
    from switchboard.assurance_page import markdown as page

    print(page(), end="")


@app.command()
def classify(
    text: Annotated[list[str] | None, typer.Argument(help="A message, in the resident's own words.")] = None,
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate", help="Measure on the frozen messages; exit code 1 if docs/which-service.md differs."
        ),
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="With --evaluate: write the figures into that page.")] = False,
    train: Annotated[
        bool, typer.Option("--train", help="Learn the shipped weights again from config/examples.")
    ] = False,
    timed: Annotated[
        bool, typer.Option("--timed", help="Print the processor time a message takes, over training messages.")
    ] = False,
) -> None:
    """Say what a message seems to be about, and whether somebody may be at risk, as one line of JSON."""
    from switchboard import classifying

    if train:
        classifying.learn_again()
    if timed:
        classifying.time_it()
    if evaluate:
        raise SystemExit(classifying.evaluate(write=write))
    if text:
        classifying.classify(" ".join(text))
    elif not train and not timed:
        raise typer.BadParameter("Give a message, --evaluate, --train or --timed.")


@app.command()
def simulate(
    scenario: Annotated[
        Path | None, typer.Argument(help="A scenario's file; docs/scenario.md says what it holds.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    replications: Annotated[int | None, typer.Option(min=1, help="How often, if not as the scenario says.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Of all that chance decides.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=[DAY], help="Replay recorded days instead: the first.")
    ] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=[DAY], help="And the last.")] = None,
    rules: Annotated[
        Path | None, typer.Option(help="With --from and --to: a draft of the rules, and what it would have changed.")
    ] = None,
) -> None:
    """Run a made-up day on the real routing engine, or recorded days once more, and print what it comes to.

    The exit code is 2 when the options, the days or a file are wrong, and nothing was run then.
    It is 1 when a replay differed from the record, or nothing could be run.
    """
    if (scenario is None) == (since is None) or (since is None) != (until is None):
        raise typer.BadParameter("Give a scenario's file, or recorded days by --from and --to.")
    if rules is not None and since is None:
        raise typer.BadParameter("A draft of the rules is tried on recorded days: give --from and --to.")
    if since is not None and rules is None and not (replications is None and seed is None):
        raise typer.BadParameter(
            "Recorded days are replayed once, and nothing in that is left to chance: "
            "--replications and --seed go with a scenario, or with --rules."
        )
    if since is not None and until is not None and rules is not None:
        from switchboard.drafted import drafted

        raise SystemExit(drafted(rules, since, until, as_json=json, replications=replications, seed=seed))
    if since is not None and until is not None:
        from switchboard.again import again

        raise SystemExit(again(since, until, as_json=json))
    from switchboard.simulating import simulate as run

    raise SystemExit(run(cast(Path, scenario), as_json=json, replications=replications, seed=seed))


def _serve(name: str) -> None:
    from switchboard.serving import serve

    serve(name)


def main() -> None:
    """The entry point: whatever was foreseen ends in a sentence."""
    with in_a_sentence():
        app()
