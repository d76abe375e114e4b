"""Why the engine did what it did, and does what it does: values in, sentences and plain JSON out. No I/O."""
