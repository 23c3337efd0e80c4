"""python -m ganeditor: the command line, or the child process that another ganeditor has started."""

import sys

from ganeditor import child


def run(*before: str) -> None:
    """The command line, as if `before` stood before what was given; ends this process."""
    if sys.argv[1:2] == [child.ARGUMENT]:
        child.serve(sys.argv[2])
        sys.exit()

    from ganeditor.cli import main

    sys.exit(main([*before, *sys.argv[1:]]))


if __name__ == "__main__":
    run()
