"""Made-up things to try the project with. Imports nothing of ours, so that a sample does not share our mistakes."""
