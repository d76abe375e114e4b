"""Post: what a scanner, an upload or a bureau delivers becomes letters, each read as far as can be done with certainty.

A file is read in a process of its own under limits (`apart`), so that no file can harm the others. Nothing here decides
where a letter goes.
"""
