"""Made-up email whose truth is known, from a seed: eight mail programmes, threads up to six deep, every MIME shape.

Nothing here imports the code that reads mail: a sample that shares the reader's code shares its mistakes.
"""
