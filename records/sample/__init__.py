"""A made-up fortnight for demonstrations: nobody in it is real. Never loaded in production; the caller decides."""

from records.sample.loading import load_sample

__all__ = ["load_sample"]
