"""The plain values that pass between the centre and a browser, through the web edge and unread by it."""

from collections.abc import Mapping
from typing import Any

View = dict[str, Any]
"""A JSON object in the shape that web/API.md gives."""

Notice = Mapping[str, Any]
"""What just changed: `type`, and where they apply `contact` and `agent` (ids). `gap`: some may have been missed."""
