"""`python -m kms_conformance` is `kms-conformance`."""

import sys

from kms_conformance.cli import main

if __name__ == "__main__":
    sys.exit(main())
