"""A child process for files from outside: little memory, little time, and only plain tensors come back.

The child writes generator.safetensors, perhaps encoder.safetensors, and reading.json into a folder; neither is ever
a pickle. Files of the kinds that need no torch are read without importing it.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.refusal import Refusal
from ganeditor.errors import ModelError
from ganeditor.progress import Progress, silent

RESULT = "reading.json"
MAX_RESULT_BYTES = 1 << 20
SPARE_BYTES = 256 << 20  # beside MEMORY_FACTOR times the file
MEMORY_FACTOR = 4  # the file, its arrays as float32, and what is written
SECONDS, SECONDS_PER_GB = 8, 60  # for reading, once the child is ready
STARTUP_SECONDS = 60  # for importing, on a slow disk


def extract(path: Path, folder: Path, progress: Progress = silent) -> dict[str, Any]:
    """Read the foreign file at path in a child, into folder; what it says beside the tensors, or ModelError."""
    path = path.resolve()
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ganeditor"]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    places = (str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH"))
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    process = subprocess.Popen(
        [*start, "models", "read", str(path), str(folder)],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    limit = time.monotonic() + STARTUP_SECONDS + _seconds(path)
    try:
        while (code := _wait(process)) is None:
            progress(0.0, f"Reading {path.name}")
            if time.monotonic() > limit:
                raise _refused(path, "reading it took too long")
    finally:
        process.kill()
        process.wait()
    result = folder / RESULT
    if code != 0 or not result.is_file() or result.stat().st_size > MAX_RESULT_BYTES:
        late = hasattr(signal, "SIGALRM") and code == -signal.SIGALRM
        raise _refused(path, "reading it took too long" if late else f"its reader stopped ({code})")
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    if reason := found.get("refusal"):
        raise _refused(path, reason)
    return found


def serve(path: Path, folder: Path) -> None:
    """The child's part."""
    from safetensors.numpy import save_file

    from ganeditor.checkpoints import loader, tensor_files

    with path.open("rb") as file:
        if tensor_files.is_torch(file.read(64)):
            import torch  # noqa: F401 (before memory is limited)
    _limit(path)
    result: dict[str, Any]
    try:
        name, found = loader.read_foreign(path)
        save_file(found.generator, folder / "generator.safetensors")
        if found.encoder:
            save_file(found.encoder, folder / "encoder.safetensors")
        result = {"kind": name, "description": found.description, "notices": found.notices}
        result |= {"peak_megabytes": peak_megabytes()}
    except Refusal as refusal:
        result = {"refusal": str(refusal)}
    except MemoryError:
        result = {"refusal": "it needs more memory than a model file of its size should"}
    except Exception as error:  # whatever a hostile file finds, the child's end is a sentence
        result = {"refusal": f"it is damaged ({type(error).__name__}: {str(error)[:100]})"}
    (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")


def peak_megabytes() -> float:
    """The most memory this process has had; 0 where the system does not tell."""
    with contextlib.suppress(OSError, IndexError, ValueError):  # Linux; its getrusage counts the parent's memory too
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) / 1e3
    with contextlib.suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts in bytes
    return 0.0


def _limit(path: Path) -> None:
    """Bound this process's further memory and time, as far as the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has neither; macOS bounds no memory
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        budget = pages * resource.getpagesize() + MEMORY_FACTOR * path.stat().st_size + SPARE_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (budget, budget))
    if hasattr(signal, "alarm"):
        signal.alarm(_seconds(path))  # without a handler, the end


def _seconds(path: Path) -> int:
    return SECONDS + round(path.stat().st_size / 1e9 * SECONDS_PER_GB)


def _wait(process: "subprocess.Popen[bytes]") -> int | None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(0.1)
    return None


def _refused(path: Path, reason: str) -> ModelError:
    remedy = "" if ";" in reason else "; get the file again from whoever publishes it"
    return ModelError(f"{path} was refused: {reason}{remedy}.")
