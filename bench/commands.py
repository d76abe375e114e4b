"""`switchboard bench …`: the commands. What each measures is loaded only when it is called."""

from typing import Annotated

import typer

app = typer.Typer(help="Measure this machine.", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure Switchboard on this machine, on servers of its own that end with the run."""


@app.command()
def router(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Smaller sizes, half a minute; nothing is judged.")] = False,
    only: Annotated[str | None, typer.Option(help="One figure alone, by its key.")] = None,
) -> None:
    """Measure the routing engine: how flat, how fast, how small. A whole run takes minutes."""
    import asyncio

    import uvloop

    from bench import showing
    from bench.figures import BARS
    from bench.router import measure
    from bench.sizes import QUICK, WHOLE

    if only is not None and only not in BARS:
        raise typer.BadParameter(f"There is no figure {only}; there are {', '.join(BARS)}.", param_hint="--only")
    with showing.progress() as tell, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        measured = runner.run(measure(only, sizes=QUICK if quick else WHOLE, tell=tell))
    if as_json:
        print(showing.as_json(measured, quick=quick))
    else:
        showing.table(measured, quick=quick)


@app.command()
def estimates(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    contacts: Annotated[int, typer.Option(min=100, help="About how many come in each scenario.")] = 30_000,
) -> None:
    """Measure how often an estimate of a wait is right, under every order: four times of five. It takes minutes."""
    from bench import showing
    from bench.estimates import coverage

    with showing.progress() as tell:
        found = coverage(contacts, told=lambda share: tell("telling people how long", share))
    showing.estimates(found, as_json=as_json)


@app.command()
def simulate(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Measure the simulator: a day of 20,000 contacts and 200 agents."""
    import json

    from bench import showing
    from bench.county_day import BAR, measure
    from bench.figures import verdict

    with showing.progress() as tell:
        day = measure(tell)
    if as_json:
        print(json.dumps({"simulate_s": round(day.figure, 3), **day.detail}))
    else:
        print(f"{day.detail['contacts']:,.0f} contacts, {day.detail['agents']} agents: {day.figure:.2f} s", end="")
        print(f" ({BAR}): {verdict(BAR, day.figure, quick=False)}")


@app.command()
def letters(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    seed: Annotated[int | None, typer.Option(help="Which letters: another number gives others.")] = None,
    of_each: Annotated[int | None, typer.Option(help="How many letters of each kind.")] = None,
) -> None:
    """Measure how well and how fast scanned post is read, on made-up letters. Needs the faces that `npm ci` brings."""
    from bench import showing
    from bench.letters import BARS, LETTERS, SEED, measure

    with showing.progress() as tell:
        figures, detail = measure(SEED if seed is None else seed, of_each or LETTERS, tell)
    showing.letters(BARS, figures, detail, as_json=as_json)


@app.command()
def mail(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    messages: Annotated[int | None, typer.Option(min=10, help="How many messages are in the mailbox.")] = None,
) -> None:
    """Measure how fast a full mailbox is taken in, each message committed and on disk. Needs Dovecot."""
    import json

    from bench import showing
    from bench.figures import verdict
    from bench.mail import BAR, MESSAGES, measure

    with showing.progress() as tell:
        found = measure(messages or MESSAGES, tell)
    if as_json:
        print(json.dumps({name: round(value, 2) for name, value in found.items()}))
        return
    rate, word = found["mail_per_s"], verdict(BAR, found["mail_per_s"], quick=messages is not None)
    print(f"{found['messages']:,} messages in {found['seconds']:.0f} s: {rate:.1f} a second ({BAR}): {word}")
    print(f"{found['cpu_ms']:.1f} ms of a processor each.")
    print(f"{found['contacts']:,} contacts wait, {found['whole']:,} with their original.")


@app.command()
def start(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Measure how long `switchboard up` takes to start, the first time and after, and to end."""
    import json

    from bench import showing
    from bench.figures import verdict
    from bench.starting import BAR, measure

    with showing.progress() as tell:
        found = measure(tell=tell)
    if as_json:
        print(json.dumps({name: round(value, 2) for name, value in found.items()}))
        return
    again = found["second_start_s"]
    judged = verdict(BAR, again, quick=False)
    print(f"A second start: {again:.1f} s ({BAR}): {judged}. The first: {found['first_s']:.1f} s.")
    print(f"The end: {found['end_s']:.1f} s.")
