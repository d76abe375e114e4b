"""Letters to a county council as a scanner delivers them, each with the truth of what stands in it.

Everything comes from a seed: the same seed gives the same pixels. People, places and postcodes are made up, telephone
numbers are Ofcom's drama ranges. Only drawing happens here; nothing is read.
"""
