"""Names that are no text, that a console can't print or that are too long, in the real program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from ganeditor.batch.job import EditJob, Source, sources_in
from ganeditor.batch.targets import Targets
from ganeditor.cli.options import json_text
from ganeditor.project.export import edited_path
from ganeditor.project.folders import photos_in
from ganeditor.project.picture import read_picture
from ganeditor.ui.session.opening import sample

NO_TEXT = os.fsdecode(b"caf\xe9.jpg")
EMOJI = "\N{GRINNING FACE} \N{CYRILLIC SMALL LETTER ZHE}.jpg"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are always text")


def run(folder: Path, *arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-m", "ganeditor", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with photos of odd names, one of them as long as names may be."""
    folder = tmp_path / "in"
    folder.mkdir()
    with Image.open(sample()) as image:
        for name in (NO_TEXT, EMOJI, "n" * 251 + ".jpg"):
            image.save(folder / name)
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_folder_of_odd_names_named_by_a_dot(odd: Path, encoding: str) -> None:
    report = odd.parent / "report.json"
    result = run(odd, "edit", ".", "--set", "age=10", "--steps", "1", "--report", str(report), encoding=encoding)
    assert result.returncode == 0, result.stderr
    assert b"Traceback" not in result.stderr and b"3 of 3 photos done" in result.stdout
    assert len(list((odd.parent / "in_edited").iterdir())) == 3
    rows = json.loads(report.read_text(encoding="utf-8"))["photos"]
    assert {Path(row["source"]).name for row in rows} == {path.name for path in odd.iterdir()}
    if encoding == "utf-8":
        assert b"caf\xe9.jpg" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_faces_are_listed_and_their_json_is_json(odd: Path, encoding: str) -> None:
    assert run(odd, "faces", EMOJI, NO_TEXT, encoding=encoding).returncode == 0
    result = run(odd, "faces", "--json", EMOJI, NO_TEXT, encoding=encoding)
    assert {row["photo"] for row in json.loads(result.stdout.decode())} == {EMOJI, NO_TEXT}


def test_a_name_that_is_too_long_is_refused_in_a_sentence(odd: Path) -> None:
    for arguments in (("edit", "x" * 300), ("faces", "x" * 300 + ".jpg"), ("edit", EMOJI, "-o", "x" * 300 + ".jpg")):
        result = run(odd, *arguments, "--steps", "1") if arguments[0] == "edit" else run(odd, *arguments)
        assert result.returncode == 1 and b"Traceback" not in result.stderr, result.stderr
        assert b"too long" in result.stderr and result.stderr.endswith(b".\n")


def test_a_new_folder_may_be_named_with_a_slash(odd: Path) -> None:
    result = run(odd, "edit", EMOJI, "-o", "new/2024.05/", "--steps", "1")
    assert result.returncode == 0, result.stderr
    assert [path.name for path in (odd / "new" / "2024.05").iterdir()] == [EMOJI.replace(".jpg", "_edited.jpg")]
    (odd / "file").touch()
    result = run(odd, "edit", EMOJI, "-o", "file/new/", "--steps", "1")
    assert result.returncode == 2 and b"can't be made" in result.stderr and b"Traceback" not in result.stderr


def test_results_get_names_that_fit(tmp_path: Path) -> None:
    for letter in ("n", "ж", "\N{GRINNING FACE}"):
        stem = letter * (251 // len(letter.encode()))
        path = edited_path(tmp_path / f"{stem}.jpg")
        path.touch()
        assert path.name.endswith("_edited.jpg")
        second = edited_path(tmp_path / f"{stem}.jpg")
        second.touch()
        assert second.name.endswith("_edited-2.jpg")


def test_a_dot_is_a_folder_with_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(tmp_path / "in" / "a.png")
    monkeypatch.chdir(tmp_path / "in" / "deep")
    for place, names in ((Path(".."), ["a.png"]), (Path("../../in"), ["a.png"])):
        job = EditJob(sources_in([place]))
        assert [Targets(job).next(source).resolve() for source in job.sources] == [
            tmp_path / "in_edited" / name for name in names
        ]
    monkeypatch.chdir(tmp_path / "in")
    job = EditJob(sources_in([Path()]))
    assert Targets(job).next(job.sources[0]) == tmp_path / "in_edited" / "a.png"


def test_formats_that_are_only_read_get_the_nearest_name(tmp_path: Path) -> None:
    names = ("a.mpo", "b.gif", "c.HEIC", "d.png")
    job = EditJob(tuple(Source(tmp_path / name) for name in names), output=tmp_path / "out")
    targets = Targets(job)
    assert [targets.next(source).name for source in job.sources] == ["a.jpg", "b.png", "c.jpg", "d.png"]


def test_json_of_what_is_no_text_can_be_read_again() -> None:
    for encoding in ("utf-8", "ascii", "latin-1"):
        assert json.loads(json_text([NO_TEXT, EMOJI], encoding).encode(encoding)) == [NO_TEXT, EMOJI]
    assert EMOJI in json_text([EMOJI], "utf-8")


def test_odd_photos_are_found_and_read(odd: Path) -> None:
    for _folder, path in photos_in([odd]).photos:
        assert read_picture(path).pixels.shape == (512, 512, 3)
