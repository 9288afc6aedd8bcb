"""The suite: the pytest plugin, the checks of each requirement, verdicts and the command line."""

import time

STARTED = time.monotonic()  # seconds; about when the process began
