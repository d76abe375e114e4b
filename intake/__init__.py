"""The process that fetches what does not come by itself: what a webhook missed, later mailboxes and watched folders.

What is done with what was fetched is the centre's business.
"""
