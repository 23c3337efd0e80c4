"""The desktop window, in PySide6."""

import ctypes
import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 is built for Pythons in which these are immortal. In older ones each of its calls that returns
    # nothing takes a reference to None away, and each signal one to the truth value it brings, until Python ends with
    # "deallocating None"; so many are never used up.
    for each in (None, True, False):
        ctypes.c_ssize_t.from_address(id(each)).value += 1 << 40
