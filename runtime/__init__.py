"""Builds every part of a process once, from its settings. Nothing else wires; nothing here decides."""
