"""The process that answers the doorbell: RQ calls, and the outbox row that it names is delivered.

How a row is delivered is the centre's business, not this package's.
"""
