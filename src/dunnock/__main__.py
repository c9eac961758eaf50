"""`python -m dunnock` is `dunnock`."""

import sys

from dunnock.cli import main

if __name__ == "__main__":
    sys.exit(main())
