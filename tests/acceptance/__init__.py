"""Whole stories over real processes: the house as `switchboard` starts it, the carrier beside it, HTTP between them."""
