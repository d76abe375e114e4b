"""The ways in and out: a folder each, always `inbound.py`, `outbound.py`, `verify.py`. No routing is decided here.

A missing file is a missing ability. `registry.py` lists the channels; docs/adding-a-channel.md says how to add one.
"""
