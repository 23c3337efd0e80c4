"""The one place that starts a child process: a function of this program runs there, reports back, and can be ended.

Reports and the result come over a pipe, a line of JSON each; arrays and pictures go by files that the request names.
"""

import contextlib
import importlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from ganeditor import errors
from ganeditor.progress import Progress, silent

ARGUMENT = "--child"
"""Before the entry's name: __main__ looks at it first, so that a frozen program, which is its own Python, can do it."""

LOOK_SECONDS = 0.1  # between two questions whether to go on
FAREWELL_SECONDS = 5  # for Python's own end, once the pipe is closed
MAX_LINE_BYTES = 1 << 20
MAX_SAID_BYTES = 4_000


class ChildError(Exception):
    """The child ended without a result; the caller, who knows what it was for, words it."""

    def __init__(self, entry: str, code: int, said: str = "", late: bool = False) -> None:
        """code: its exit code, below 0 the signal that ended it; said: the end of its stderr; late: over the limit."""
        super().__init__(f"{entry} took too long" if late else f"{entry} ended with {code}")
        self.code, self.said, self.late = code, said, late


def run(
    entry: str,
    request: Any,
    progress: Progress = silent,
    *,
    seconds: float | None = None,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """The result of entry(request, progress) in a child process; entry is "package.module:function".

    request and result are what JSON can hold, the result up to MAX_LINE_BYTES; paths in them are absolute, since the
    child works in an empty folder of its own. progress is called with the child's reports in their order, and at least
    ten times a second while it is silent; whatever it raises (Cancelled) ends the child and goes on. A UserError of the
    child is raised here with its kind, sentence and option; any other end is a ChildError, and so is one that takes
    longer than seconds, counted from the start of the child. environment is added to that of this process.
    """
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as said,
    ):
        asked.write(json.dumps(request).encode())
        asked.seek(0)
        process = _start(entry, folder, asked, said, environment or {})
        assert process.stdout, "a pipe was asked for"
        answer: list[Any] = []
        late = False
        try:
            for row in _rows(process.stdout, progress):
                answer = row or answer
                if late := seconds is not None and time.monotonic() - began > seconds:
                    break
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(FAREWELL_SECONDS)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
        if not answer:
            raise ChildError(entry, process.returncode, _end_of(said), late)
    return _result(answer)


class Standing:
    """A child that stays: entry(request, progress) answers one request after another, until this process ends.

    It starts at once, so that what its module imports is there when it is asked. One that has ended without an answer,
    which is a ChildError, is started anew for the next request. Not for several threads at once.
    """

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self._folder = tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._begin()

    @property
    def folder(self) -> Path:
        """Where it works; files that requests name may lie there, and go with it."""
        return Path(self._folder.name)

    def ask(self, request: Any) -> Any:
        """The result, or the UserError, of one request."""
        self.tell(request)
        return self.answer()

    def tell(self, request: Any) -> None:
        """Hand over a request, whose answer is to be fetched before the next one."""
        process = self._process or self._begin()
        assert process.stdin, "a pipe was asked for"
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()

    def answer(self) -> Any:
        """The result, or the UserError, of the request that was handed over."""
        process = self._process
        assert process, "it was told something"
        answer = next((row for row in self._answers if row), None)
        if answer is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(FAREWELL_SECONDS)
            self.end()
            raise ChildError(self._entry, process.returncode, _end_of(self._said))
        return _result(answer)

    @property
    def pipe(self) -> IO[bytes]:
        """From which the answer comes, for ready."""
        assert self._process and self._process.stdout, "it was told something"
        return self._process.stdout

    def end(self) -> None:
        """Until it is asked again."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def _begin(self) -> "subprocess.Popen[bytes]":
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the child)
        process = self._process = _start(self._entry, self._folder.name, subprocess.PIPE, self._said, {})
        assert process.stdout, "a pipe was asked for"
        self._answers = _rows(process.stdout, silent)
        return process


_PROGRESS, _RESULT, _ERROR = "progress", "result", "error"
_LENGTHS = {_PROGRESS: 3, _RESULT: 2, _ERROR: 4}


def serve(entry: str) -> None:
    """The child's part, called by __main__ before anything else is imported: a request a line, as long as they come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the child
    with os.fdopen(os.dup(1), "wb") as pipe, open(0, "rb", closefd=False) as asked:
        os.dup2(2, 1)  # what a library prints is not for the parent

        def send(*row: Any) -> None:
            pipe.write(json.dumps(row).encode() + b"\n")
            pipe.flush()

        module, _, name = entry.partition(":")
        function = getattr(importlib.import_module(module), name)
        for line in asked:
            try:
                send(_RESULT, function(json.loads(line), lambda fraction, text: send(_PROGRESS, fraction, text)))
            except errors.UserError as error:
                send(_ERROR, [kind.__name__ for kind in type(error).__mro__], str(error), error.option)


def peak_megabytes() -> float:
    """The most memory this process has had; 0 where the system does not tell."""
    with contextlib.suppress(OSError, IndexError, ValueError):  # Linux; its getrusage counts the parent's memory too
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) / 1e3
    with contextlib.suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts in bytes
    return 0.0


def _start(
    entry: str, folder: str, asked: "IO[bytes] | int", said: IO[bytes], environment: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*_program(), ARGUMENT, entry],
        env={**os.environ, **environment, "PYTHONPATH": _places()},
        cwd=folder,  # python -m looks there first, and a crash may leave something there
        stdin=asked,
        stdout=subprocess.PIPE,
        stderr=said,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ganeditor"]


def _places() -> str:
    """Where the child finds the same program, whatever folder it works in."""
    places = [str(Path(__file__).parents[1]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return os.pathsep.join(str(Path(place).absolute()) for place in places if place)


def _rows(pipe: IO[bytes], progress: Progress) -> Iterator[list[Any]]:
    """The child's answer once it comes, and often an empty row, until the child closes the pipe or writes nonsense."""
    last, rest = (0.0, ""), b""
    while True:
        if not _readable([pipe]):
            progress(*last)
            yield []
            continue
        data = os.read(pipe.fileno(), 1 << 16)
        *lines, rest = (rest + data).split(b"\n")
        if not data or len(rest) > MAX_LINE_BYTES:
            return
        for line in lines:
            row = _row(line)
            if not row:
                return
            if row[0] != _PROGRESS:
                yield row
                continue
            last = float(row[1]), str(row[2])
            progress(*last)
            yield []


def _row(line: bytes) -> list[Any]:
    with contextlib.suppress(ValueError, RecursionError):
        row = json.loads(line)
        if isinstance(row, list) and row and _LENGTHS.get(str(row[0])) == len(row):
            return row
    return []


def ready(children: Sequence[Standing]) -> list[Standing]:
    """Those that have answered, or ended, within LOOK_SECONDS, of some whose entries report no progress."""
    pipes = _readable([one.pipe for one in children])
    return [one for one in children if one.pipe in pipes]


def _readable(pipes: Sequence[IO[bytes]]) -> list[IO[bytes]]:
    """Those that have something, or their end, within LOOK_SECONDS."""
    if sys.platform == "win32":  # which selects sockets alone
        found = [pipe for pipe in pipes if _has_bytes(pipe)]
        if not found:
            time.sleep(LOOK_SECONDS)
        return found
    with selectors.DefaultSelector() as selector:
        for pipe in pipes:
            selector.register(pipe, selectors.EVENT_READ, pipe)
        return [key.data for key, _events in selector.select(LOOK_SECONDS)]


if sys.platform == "win32":
    import _winapi
    import msvcrt

    def _has_bytes(pipe: IO[bytes]) -> bool:
        try:
            return bool(_winapi.PeekNamedPipe(msvcrt.get_osfhandle(pipe.fileno()), 0)[0])
        except BrokenPipeError:
            return True


def _end_of(said: IO[bytes]) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - MAX_SAID_BYTES))
    return said.read().decode("utf-8", "replace").strip()


def _result(answer: list[Any]) -> Any:
    if answer[0] == _ERROR:
        raise _user_error(*answer[1:])
    return answer[1]


def _user_error(kinds: list[str], sentence: str, option: str) -> errors.UserError:
    """The error as the child raised it, or as the next kind above it that is known here."""
    kind = next((getattr(errors, name) for name in kinds if hasattr(errors, name)), errors.UserError)
    made: errors.UserError = kind(sentence, option)
    return made
