"""The chat on our own pages: what a resident types. What we answer waits in the record for their page to show it."""
