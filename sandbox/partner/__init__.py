"""Stand-in partners: an Open311 server and a mailbox. They keep what they get."""
