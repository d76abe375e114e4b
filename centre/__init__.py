"""The use cases: what the contact centre does when somebody asks, one file per family of verbs.

SQL, Redis commands, HTTP and TwiML are written elsewhere; this package says in what order they happen.
"""
