"""`python -m bench.mutation`."""

import sys

from bench.mutation.mutation import main

sys.exit(main())
