"""The record, on SQLite and on a PostgreSQL that is really started."""
