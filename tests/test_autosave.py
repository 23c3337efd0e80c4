"""Snapshots and crash reports: what a program leaves behind is offered, what a running one has is not."""

import faulthandler
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_store import png, project

from ganeditor import version
from ganeditor.project.autosave import KEPT_CRASHES, Autosave
from ganeditor.project.document import Document, Photo
from ganeditor.project.history import Step
from ganeditor.project.store import Project, load_project

OTHER_PROGRAM = """
import sys, time
from pathlib import Path
from ganeditor.project.autosave import Autosave
from test_store import project
autosave = Autosave(Path(sys.argv[1]))
autosave.write("1", project())
autosave.record_crash("from the other")
sys.stdout.write("ready\\n")
sys.stdout.flush()
time.sleep(60)
"""


def named(name: str) -> Project:
    photo = Photo(f"/photos/{name}.jpg", project().photo.sha256, 4, 3)
    return Project(photo, png(), (Step("", Document(photo)),), 0)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_only_a_dead_programs_snapshots_are_offered(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OTHER_PROGRAM, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        autosave = Autosave(tmp_path)
        assert autosave.leftovers() == []
        assert autosave.last_crash() is None
        other.kill()
    (leftover,) = autosave.leftovers()
    assert leftover.name == "Grüße"
    assert load_project(leftover.path) == project()
    what, said = (autosave.last_crash() or "").splitlines()
    assert what.startswith(version.surroundings())
    assert said == "from the other"
    autosave.remove(leftover)
    assert autosave.leftovers() == []
    autosave.forget_crash()
    autosave.close()
    assert files(tmp_path) == []


def test_the_newest_snapshot_of_each_key_is_kept(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    autosave.write("1", named("a"))
    autosave.write("1", named("a"))
    autosave.write("2", named("b: c/d"))
    autosave.write("3", named("c"))
    autosave.discard("3")
    autosave.discard("unknown")
    autosave.close()
    assert {leftover.name for leftover in Autosave(tmp_path).leftovers()} == {"a", "d"}


def test_a_program_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    with autosave.crash_stream():
        assert autosave.last_crash() is None
        autosave.write("1", named("a"))
        autosave.discard("1")
    autosave.close()
    assert list(tmp_path.iterdir()) == []


def test_empty_folders_of_dead_programs_go(tmp_path: Path) -> None:
    (tmp_path / "123-abc").mkdir()
    (tmp_path / "123-abc" / "lock").touch()
    autosave = Autosave(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    autosave.close()


def test_faulthandler_writes_into_the_crash_report(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    with autosave.crash_stream() as stream:
        faulthandler.dump_traceback(stream)
    autosave.record_crash("and an error")
    text = autosave.last_crash()
    assert text is not None
    assert "test_faulthandler_writes" in text
    assert text.endswith("and an error")
    autosave.forget_crash()
    assert autosave.last_crash() is None
    autosave.record_crash("one more")
    assert (autosave.last_crash() or "").startswith(version.surroundings())
    autosave.close()


def test_old_crash_reports_go(tmp_path: Path) -> None:
    for number in range(KEPT_CRASHES + 2):
        folder = tmp_path / f"{number}-a"
        folder.mkdir()
        (folder / "crash.txt").write_text(f"ganeditor\nnumber {number};")
        os.utime(folder / "crash.txt", (number, number))
    autosave = Autosave(tmp_path)
    text = autosave.last_crash() or ""
    assert "number 1;" not in text and "number 2;" in text and f"number {KEPT_CRASHES + 1};" in text
    assert not (tmp_path / "1-a").exists()
    autosave.close()


@pytest.mark.parametrize("data", [b"\xff\xfe broken", b"x" * 300_000])
def test_any_crash_report_can_be_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "1-a").mkdir()
    (tmp_path / "1-a" / "crash.txt").write_bytes(b"ganeditor 1\n" + data)
    text = Autosave(tmp_path).last_crash()
    assert text is not None
    assert len(text) <= 200_000
