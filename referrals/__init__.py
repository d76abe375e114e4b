"""Referrals to specialists: one file per kind of partner system, and the table of a referral's states.

Synchronous, with time-outs; callers run it in a thread. How a contact is routed is no business of this package, nor
is keeping anything: the outbox in `records` remembers what was tried.
"""
