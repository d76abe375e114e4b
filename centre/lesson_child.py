"""The child process that learns: `python -m centre.lesson_child`, with its work on standard input, lines on output.

In: `{"county": folder, "examples": [{id, text, about}]}`. Out: `{"share": 0…1}` as it goes on, then one of
`{"correction": text, "report": {…}}` and `{"problem": word}`. It never writes a word of an example, bounds its own
memory and time, and leaves the processor to whoever else wants it.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, Final

NICE: Final = 15
MEMORY_BYTES: Final = 1 << 30
CPU_S: Final = 50
MODEL, CHECK, MISTAKE = "model", "check", "mistake"
"""Why nothing was learned: no sentence model, a check that belongs to other weights, a mistake of ours."""


def learn(given: dict[str, Any]) -> dict[str, Any]:
    """The last line."""
    from config.county import load_county
    from config.learned import left_out, shipped_classifier
    from core.errors import ConfigInvalid
    from skills.classifying.correcting import Example, correct
    from skills.classifying.embedding import ModelMissing
    from skills.classifying.judging import judge

    examples = [Example(**each) for each in given["examples"]]
    try:
        others, found = left_out()
    except ConfigInvalid:
        return {"problem": CHECK}
    _tell(0.2)
    services = load_county(Path(given["county"])).services.values()
    try:
        classifier = shipped_classifier(services)
    except ModelMissing:
        return {"problem": MODEL}
    _tell(0.4)
    correction = correct(examples, classifier, others)
    _tell(0.7)
    report = judge(correction, examples, classifier, others, found)
    return {"correction": correction.to_json(), "report": report.to_json()}


def bounded() -> None:
    """Lowest priority, so much memory, so much time."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))


def main() -> None:
    """Whatever goes wrong ends in a word, never in an example's text."""
    bounded()
    try:
        last = learn(json.loads(sys.stdin.read()))
    except Exception as error:
        last = {"problem": MISTAKE, "error": type(error).__name__}
    print(json.dumps(last), flush=True)


def _tell(share: float) -> None:
    print(json.dumps({"share": share}), flush=True)


if __name__ == "__main__":
    main()
