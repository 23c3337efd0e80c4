"""python -m ganeditor: the command line."""

import sys

from ganeditor.cli import main

if __name__ == "__main__":
    sys.exit(main())
