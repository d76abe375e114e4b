"""One JSON object a line, as the commands that read something print what they found."""

import json
import sys
from collections.abc import Mapping
from typing import Any


def print_object(told: Mapping[str, Any]) -> None:
    """In UTF-8; what is no text at all, as a file's name may be, is told as far as it is."""
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
