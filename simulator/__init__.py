"""What if: days that never were, worked by the very verbs that work the real ones."""

from simulator.running import simulate

__all__ = ["simulate"]
