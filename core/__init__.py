"""The words that every other package shares: channels, services, ids, time, errors. No I/O lives here."""
