"""What libraries complain about while they read a picture: log lines, warnings, C's stderr; kept from the terminal."""

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LIBRARIES = ("tifffile", "PIL")
_ERROR_STREAM = 2  # libtiff and libpng know nothing of Python's sys.stderr
_log = logging.getLogger(__name__)


class _Ear(logging.Handler):
    """Keeps log lines. There is one, since its lock keeps two readers from redirecting the error stream at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


_ear = _Ear()


@contextmanager
def heard() -> Iterator[list[str]]:
    """A list that holds the complaints of the work inside once that has ended; they go to the program's log too."""
    _ear.acquire()
    lines: list[str] = []
    _ear.lines = lines
    try:
        with _logs(), warnings.catch_warnings(record=True) as caught, _redirected(lines):
            warnings.simplefilter("always")
            yield lines
    finally:
        lines += [str(warning.message).strip() for warning in caught]
        _ear.release()
        for line in lines:
            _log.info("%s", line)


@contextmanager
def _logs() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in _LIBRARIES]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(_ear)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(_ear)
            logger.propagate = propagate


@contextmanager
def _redirected(lines: list[str]) -> Iterator[None]:
    """What is written to the process's error stream goes to lines; nothing is redirected where there is no stream."""
    try:
        kept = os.dup(_ERROR_STREAM)
    except OSError:
        yield
        return
    with tempfile.TemporaryFile() as file:
        _flush()
        os.dup2(file.fileno(), _ERROR_STREAM)
        try:
            yield
        finally:
            _flush()
            os.dup2(kept, _ERROR_STREAM)
            os.close(kept)
            file.seek(0)
            lines += file.read().decode(errors="replace").splitlines()


def _flush() -> None:
    stream: Any = sys.stderr  # None in a window without a console
    if stream is not None:
        stream.flush()
