"""Waking: torch is imported while the window answers, which a plain import keeps it from for half a second."""

import ctypes
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


def load_libraries(package: str, module: str) -> bool:
    """Have the system load what package's extension module stands on; whether it did. The import then finds it loaded.

    An import holds the interpreter while the system loads libraries; a function that is called through ctypes does not.
    Where the system has no dlopen (Windows) or refuses, the import does it all, and says what is wrong.
    """
    spec = find_spec(package)
    if os.name != "posix" or spec is None or spec.origin is None:
        return False
    extension = next(Path(spec.origin).parent.glob(f"{module}.*.so"), None)
    if extension is None:
        return False
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype, dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    return dlopen(os.fsencode(extension), os.RTLD_NOW) is not None


@contextmanager
def lasting() -> Iterator[None]:
    """What is made meanwhile is there to stay: nobody looks for garbage in it, now or later.

    One such look, which can't be interrupted, takes a fifth of a second once torch's modules are among the objects.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
