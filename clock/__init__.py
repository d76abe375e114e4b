"""The process that makes time pass: deadlines, the log into the record, reconciliation, the outbox's sweep."""
