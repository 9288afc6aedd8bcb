"""`python -m bench.power`."""

import sys

from bench.power.scoreboard import main

sys.exit(main())
