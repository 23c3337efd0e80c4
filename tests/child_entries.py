"""What test_child starts in child processes."""

import os
import sys
import time
from pathlib import Path

from ganeditor.errors import RefusedError


def doubled(request, progress):
    for step in range(request["steps"]):
        progress(step / request["steps"], f"step {step}")
    return {"double": 2 * request["number"]}


def chatty(_request, progress):
    print("a library prints")
    os.write(1, b'["result", "forged"]\n')
    progress(0.5, "half")
    os.system("echo and so does a program")
    sys.stderr.write("and warns\n" * 50_000)
    return "done"


def refusing(request, _progress):
    raise RefusedError(request, "--name")


def private(_request, _progress):
    class OwnError(RefusedError):
        """Unknown in the parent."""

    raise OwnError("its own kind")


def failing(_request, _progress):
    raise ZeroDivisionError("by nought")


ASKED = []


def mine(request, _progress):
    if request == "refuse":
        raise RefusedError("not this")
    if request == "fail":
        raise ZeroDivisionError
    ASKED.append(request)
    return {"asked": ASKED, "process": os.getpid(), "folder": str(Path.cwd())}


def leaving(request, _progress):
    os._exit(request)


def killed(request, _progress):
    os.kill(os.getpid(), request)


def sleeping(request, progress):
    Path(request).write_text(str(os.getpid()))
    progress(0.25, "asleep")
    time.sleep(60)


def unwritable(_request, _progress):
    return object()


def too_much(_request, _progress):
    return "x" * (1 << 21)


def nonsense(_request, _progress):
    for number in range(3, 20):
        try:
            os.write(number, b"no JSON\n")
        except OSError:
            continue


def surroundings(_request, _progress):
    import ganeditor

    loaded = [name for name in ("torch", "numpy", "PySide6", "ganeditor.cli") if name in sys.modules]
    return {
        "package": ganeditor.__file__,
        "loaded": loaded,
        "here": list(map(str, Path().iterdir())),
        "own": os.environ.get("OWN"),
    }


KNOWN = []


def copying(request, _progress):
    """A worker of a batch that copies photos; over one that is called deadly it dies, over a dangerous one once."""
    if "setup" in request:
        KNOWN.append(request["setup"])
    source, result = Path(request["task"]["source"]), Path(request["task"]["result"])
    with Path(KNOWN[-1]["log"]).open("a") as log:
        log.write(f"{source.stem} {len(KNOWN)}\n")
    once = Path(KNOWN[-1]["tried"])
    if source.stem == "deadly" or (source.stem == "dangerous" and not once.exists()):
        once.touch()
        sys.stderr.write("no memory\n")
        sys.stderr.flush()
        os._exit(9)
    if source.stem == "broken":
        return {"error": f"{source} is broken.", "seconds": 0.5}
    result.write_bytes(source.read_bytes())
    return {"faces": [], "notices": [], "warnings": [], "seconds": 0.5}
