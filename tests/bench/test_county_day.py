"""`switchboard bench simulate`, on a day that is shorter than the shipped one."""

from pathlib import Path

from bench.county_day import DAY, measure
from simulator.running import simulate
from simulator.scenario import expected, most, read_scenario


def test_the_shipped_day_is_as_large_as_it_says() -> None:
    scenario = read_scenario(DAY)
    assert 19_500 < sum(expected(contact, scenario) for contact in scenario.contacts) < 20_500
    assert sum(most(group) for group in scenario.agents) == 200


def test_the_figure_is_of_the_whole_run(tmp_path: Path) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(DAY.read_text("utf-8").replace("close: 36000", "close: 600"), "utf-8")
    told: list[float] = []
    figure = measure(lambda _, share: told.append(share), short)
    assert figure.figure > simulate(read_scenario(short), replications=1).wall_seconds * 0.2
    assert figure.detail["agents"] == 200
    assert 200 < figure.detail["contacts"] < 500
    assert told[-1] == 1
