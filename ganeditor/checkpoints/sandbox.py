"""A child process for files from outside: little memory, little time, and only plain tensors come back.

For a model the child writes generator.safetensors, perhaps an encoder's and a discriminator's, for a direction
direction.safetensors, and reading.json for either; none is ever a pickle, and nothing is read by torch.
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

from ganeditor.checkpoints.reader.refusal import AGAIN, MEMORY, Refusal, clean
from ganeditor.errors import ModelError, RefusedError
from ganeditor.progress import Progress, silent

RESULT = "reading.json"
MAX_RESULT_BYTES = 1 << 20
SPARE_BYTES = 256 << 20  # beside MEMORY_FACTOR times the file's tensors
MEMORY_FACTOR = 4  # the tensors, their arrays as float32, and what is written
SECONDS, SECONDS_PER_GB = 8, 60  # for reading, once the child is ready
STARTUP_SECONDS = 60  # for importing, on a slow disk

MODEL, DIRECTION = "model", "direction"
DIRECTION_FILE = "direction.safetensors"


def extract(path: Path, folder: Path, progress: Progress = silent, kind: str = MODEL) -> dict[str, Any]:
    """Read the foreign file at path in a child, into folder; what it says beside the tensors, or ModelError."""
    path = path.resolve()
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ganeditor"]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    places = (str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH"))
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    process = subprocess.Popen(
        [*start, "models", "read", str(path), str(folder), kind],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # The child ends itself sooner, where the system can; what it may take is known to it alone.
    limit = time.monotonic() + STARTUP_SECONDS + _seconds(path.stat().st_size)
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
        raise _refused(path, reason, found.get("remedy", ""), RefusedError if found.get("content") else ModelError)
    return found


def serve(path: Path, folder: Path, kind: str = MODEL) -> None:
    """The child's part."""
    import safetensors.numpy  # before memory is limited

    from ganeditor.checkpoints.formats import loader
    from ganeditor.checkpoints.reader import direction_files

    limits = _Limits()
    result: dict[str, Any]
    try:
        if kind == DIRECTION:
            limits.allow(direction_files.tensor_bytes(path))
            result = _direction(path, folder)
        else:
            limits.allow(loader.container_of(path).tensor_bytes(path))
            result = _model(path, folder)
        result |= {"peak_megabytes": peak_megabytes()}
    except Refusal as refusal:
        result = {"refusal": refusal.reason, "remedy": refusal.remedy, "content": True}
    except MemoryError:
        result = {"refusal": MEMORY}
    except (OSError, safetensors.SafetensorError) as error:  # a full disk's, mostly
        result = {"refusal": f"reading it, or writing what it holds, failed ({clean(str(error), 80)})"}
        result["remedy"] = "check that it can be read, and that there is space"
    except Exception:  # whatever a hostile file finds, the child's end is a sentence
        result = {"refusal": "it is damaged, or made of parts that no model has", "content": True}
    (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")


def _model(path: Path, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    from ganeditor.checkpoints.formats import loader

    name, found = loader.read_foreign(path)
    save_file(found.generator, folder / "generator.safetensors")
    for part in ("encoder", "discriminator"):
        if arrays := getattr(found, part):
            save_file(arrays, folder / f"{part}.safetensors")
    return {"kind": name, "description": found.description, "notices": [clean(text) for text in found.notices]}


def _direction(path: Path, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    from ganeditor.checkpoints.reader import direction_files

    arrays, said = direction_files.taken_apart(direction_files.read_inside(path))
    save_file(arrays, folder / DIRECTION_FILE)
    return said


def peak_megabytes() -> float:
    """The most memory this process has had; 0 where the system does not tell."""
    with contextlib.suppress(OSError, IndexError, ValueError):  # Linux; its getrusage counts the parent's memory too
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) / 1e3
    with contextlib.suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts in bytes
    return 0.0


class _Limits:
    """What this process may still take, as far as the system can bound it.

    At first it is enough to see what tensors a file has; more comes with those, and not with the file's size.
    """

    def __init__(self) -> None:
        self._pages = 0
        with contextlib.suppress(OSError, ValueError):
            self._pages = int(Path("/proc/self/statm").read_text().split()[0])
        self._began = time.monotonic()
        self.allow(0)

    def allow(self, tensor_bytes: int) -> None:
        with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has neither; macOS tells no pages
            import resource

            budget = self._pages * resource.getpagesize() + MEMORY_FACTOR * tensor_bytes + SPARE_BYTES
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            if self._pages:
                resource.setrlimit(resource.RLIMIT_AS, (budget if hard < 0 else min(budget, hard), hard))
        if hasattr(signal, "alarm"):
            gone = round(time.monotonic() - self._began)
            signal.alarm(max(1, _seconds(tensor_bytes) - gone))  # without a handler, the end


def _seconds(count: int) -> int:
    """For reading count bytes."""
    return SECONDS + round(count / 1e9 * SECONDS_PER_GB)


def _wait(process: "subprocess.Popen[bytes]") -> int | None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(0.1)
    return None


def _refused(path: Path, reason: str, remedy: str = "", kind: type[ModelError] = ModelError) -> ModelError:
    return kind(f"{path} was refused: {reason}; {remedy or AGAIN}.")
