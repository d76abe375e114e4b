"""Which service are these words about, and may somebody be at risk? Keywords and a sentence model.

Pure but for the model's own file, which is read once: no network, no Redis, no SQL.
"""
