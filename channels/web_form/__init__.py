"""The public form: what a resident filled in, whether it is complete, its files, and whose page it came from."""
