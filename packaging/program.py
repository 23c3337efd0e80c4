"""What PyInstaller makes the programs of: the command line, the window, and the child process that either starts.

A name that ends in "window" opens the window, whose files need no command before them.
"""

import multiprocessing
import os
import sys
from pathlib import Path

from ganeditor import __main__ as ganeditor

# The loader has the system look into our folder first, which is not for the browser and the players that we start.
for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    before = os.environ.pop(f"{name}_ORIG", None)
    os.environ.pop(name, None)
    if before:
        os.environ[name] = before

for stream in ("stdout", "stderr"):
    if getattr(sys, stream) is None:  # a window of Windows has none
        setattr(sys, stream, Path(os.devnull).open("w"))  # noqa: SIM115 (lives as long as the program)

multiprocessing.freeze_support()
ganeditor.run(*(["gui"] if Path(sys.argv[0]).stem.endswith("window") else []))
