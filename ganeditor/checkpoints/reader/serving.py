"""What a child process does with a file from outside: it keeps to limits, and whatever happens is one sentence."""

import contextlib
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ganeditor import child
from ganeditor.checkpoints.reader.refusal import AGAIN, MEMORY, Refusal, clean, refused
from ganeditor.errors import RefusedError

SPARE_BYTES = 256 << 20  # beside MEMORY_FACTOR times the file's tensors
MEMORY_FACTOR = 4  # the tensors, their arrays as float32, and what is written
SECONDS, SECONDS_PER_GB = 8, 60  # for reading, once the child is ready


def serve(path: Path, tensor_bytes: Callable[[Path], int], read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What read says, and peak_megabytes; RefusedError where the content of the file at path is at fault.

    tensor_bytes counts what the file holds; the time and the memory that read may take follow from it.
    """
    import safetensors.numpy  # before memory is limited

    limits = _Limits()
    try:
        limits.allow(tensor_bytes(path))
        return read() | {"peak_megabytes": child.peak_megabytes()}
    except Refusal as refusal:
        raise refused(path, refusal.reason, refusal.remedy or AGAIN, RefusedError) from None
    except MemoryError:
        raise refused(path, MEMORY) from None
    except (OSError, safetensors.SafetensorError) as error:  # a full disk's, mostly
        reason = f"reading it, or writing what it holds, failed ({clean(str(error), 80)})"
        raise refused(path, reason, "check that it can be read, and that there is space") from None
    except Exception:  # whatever a hostile file finds, the child's end is a sentence
        raise refused(path, "it is damaged, or made of parts that no model has", kind=RefusedError) from None


def seconds_for(count: int) -> int:
    """For reading count bytes."""
    return SECONDS + round(count / 1e9 * SECONDS_PER_GB)


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
            signal.alarm(max(1, seconds_for(tensor_bytes) - gone))  # without a handler, the end
