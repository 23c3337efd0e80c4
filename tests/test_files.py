"""What a program that was killed while it wrote leaves behind, and what is never taken for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ganeditor import files
from ganeditor.engine.cache import LatentCache
from ganeditor.files import atomic_write, remove_leftovers
from ganeditor.project.autosave import Autosave

KILLED = """
import os, signal, sys
from pathlib import Path
from ganeditor.files import atomic_write

def write(temporary):
    temporary.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)

atomic_write(Path(sys.argv[1]), write, overwrite=True)
"""


def kill_while_writing(path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, cwd=Path(files.__file__).parents[1])


@pytest.mark.skipif(sys.platform == "win32", reason="age tells there")
def test_the_next_save_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    path = tmp_path / "a.gedit"
    path.write_bytes(b"whole")
    kill_while_writing(path)
    (left,) = (other for other in tmp_path.iterdir() if other != path)
    assert path.read_bytes() == b"whole"
    foreign = tmp_path / ".0123456789abcdef-00000000-1.ganeditor.gedit"  # of another machine
    mine = tmp_path / left.name.replace(left.name.split("-")[-1].split(".")[0], str(os.getpid()))  # being written
    for other in (foreign, mine):
        other.write_bytes(b"")
    atomic_write(path, lambda temporary: temporary.write_bytes(b"new"), overwrite=True)
    assert sorted(tmp_path.iterdir()) == sorted([path, foreign, mine])
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="age tells there")
def test_caches_and_snapshots_are_swept_at_the_start(tmp_path: Path) -> None:
    kill_while_writing(tmp_path / "x.safetensors")
    assert len(list(tmp_path.iterdir())) == 1
    cache = LatentCache(tmp_path)
    assert not list(tmp_path.iterdir())
    cache.clear()
    first = Autosave(tmp_path)
    kill_while_writing(first._own / "photo.0123.gedit")
    first._lock.close()  # the program has ended
    second = Autosave(tmp_path)
    assert second.leftovers() == [] and not first._own.exists()


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "none")
