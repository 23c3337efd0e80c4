"""The door for files from outside: a child process reads them, with little memory and little time, and without torch.

Plain tensors come back as safetensors files, what is said of them as JSON; nothing is ever a pickle.
"""

import signal
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ganeditor import child
from ganeditor.checkpoints.reader import direction_files
from ganeditor.checkpoints.reader.refusal import Refusal, refused
from ganeditor.checkpoints.reader.serving import seconds_for
from ganeditor.errors import ModelError, RefusedError
from ganeditor.progress import Progress, silent

STARTUP_SECONDS = 60  # for importing, on a slow disk

NETWORK = "ganeditor.checkpoints.formats.kinds:serve"
DIRECTION = "ganeditor.checkpoints.reader.direction_files:serve"


def extract(
    path: Path, folder: Path, kinds: Sequence[str] = (), progress: Progress = silent, entry: str = NETWORK
) -> dict[str, Any]:
    """Read the foreign file at path in a child, into folder; what it says beside the tensors, or ModelError.

    kinds: of networks, of which it has to hold one.
    """
    path = path.resolve()
    try:
        found: dict[str, Any] = child.run(
            entry,
            {"path": str(path), "folder": str(folder.resolve()), "kinds": list(kinds)},
            lambda fraction, _text: progress(fraction, f"Reading {path.name}"),
            # The child ends itself sooner, where the system can; what it may take is known to it alone.
            seconds=STARTUP_SECONDS + seconds_for(path.stat().st_size),
            environment={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except child.ChildError as error:
        late = error.late or (hasattr(signal, "SIGALRM") and error.code == -signal.SIGALRM)
        raise refused(path, "reading it took too long" if late else f"its reader stopped ({error.code})") from None
    return found


def read_directions(path: Path) -> direction_files.Foreign:
    """The directions in path, by its suffix; ModelError says what was expected and what was found.

    All but plain .npy files are read in a child: a few bytes of a pickle or of a compressed array can ask for all
    memory there is. An .npy file names no code and takes no more memory than it has bytes.
    """
    kinds = direction_files.KINDS
    if path.suffix.lower() not in kinds:
        raise ModelError(f"{path} is no direction file; give {', '.join(kinds)} or a .safetensors of ganeditor.")
    if not path.is_file():
        raise ModelError(f"There is no file {path}; check the name.")
    return _directions(path, path.stat().st_mtime_ns, path.stat().st_size)


@lru_cache(maxsize=1)  # people take one component after another, and a child for each takes a second
def _directions(path: Path, _changed: int, _size: int) -> direction_files.Foreign:
    if path.suffix.lower() == ".npy":
        try:
            return direction_files.read(path)
        except Refusal as refusal:
            raise refused(path, refusal.reason, refusal.remedy or direction_files.ANOTHER, RefusedError) from None
    # Windows can't delete files that are still mapped.
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder_name:
        folder = Path(folder_name)
        return direction_files.put_together(folder, extract(path, folder, entry=DIRECTION))
