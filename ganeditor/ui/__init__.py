"""The desktop window, in PySide6."""

import ctypes
import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 is built for Pythons whose None is immortal. In older ones each of its calls that returns nothing
    # takes a reference to None away, until Python ends with "deallocating None"; so many are never used up.
    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40
