"""Email: bytes as they came → frozen values of ours. Nothing here reads a mailbox, a file or the clock."""
