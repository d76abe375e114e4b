"""Made-up material that tests read, written without a look at the code that reads it."""
