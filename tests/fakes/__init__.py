"""Stand-ins with behaviour, for what a test does not want to start."""
