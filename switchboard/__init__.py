"""The command, and what every process that it starts has in common."""

import os

# Numbers are worked out on one thread, and this has to be said before numpy is there: several threads that multiply at
# once wait for one another by keeping the processors busy, which made an email cost twice as much.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
