"""Numbers are worked out on one thread: several that multiply at once would keep the processors busy with waiting."""

import os
import subprocess
import sys

COUNTS = (
    "import switchboard, numpy, os; numpy.ones((900, 900)) @ numpy.ones(900); print(len(os.listdir('/proc/self/task')))"
)


def test_a_process_of_ours_multiplies_on_its_own_thread_alone() -> None:
    told = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    ran = subprocess.run([sys.executable, "-c", COUNTS], capture_output=True, text=True, check=True, env=told)
    assert ran.stdout.strip() == "1"
