"""The front desk: somebody is there in person, and reception says for them what they came for."""
