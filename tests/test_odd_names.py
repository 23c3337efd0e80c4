"""Names that are no text, that a console can't print or that are too long, in commands and queues."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ganeditor.batch.job import EditJob, Source, sources_in
from ganeditor.batch.targets import Targets
from ganeditor.cli import main
from ganeditor.cli.options import json_text
from ganeditor.project.export import edited_path
from ganeditor.project.folders import photos_in
from ganeditor.project.picture import read_picture
from ganeditor.ui.session.opening import sample

NO_TEXT = os.fsdecode(b"caf\xe9.jpg")
EMOJI = "\N{GRINNING FACE} \N{CYRILLIC SMALL LETTER ZHE}.jpg"
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are always text"),
    pytest.mark.usefixtures("one_editor"),
]


Run = Callable[..., tuple[int, bytes, bytes]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder; returns its exit code and what reached a console of encoding on stdout and stderr."""

    def run(folder: Path, *arguments: str, encoding: str = "utf-8") -> tuple[int, bytes, bytes]:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding, write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding, write_through=True))
            code = main(arguments)
            return code, out.getvalue(), err.getvalue()

    return run


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with photos of odd names, one of them as long as names may be."""
    folder = tmp_path / "in"
    folder.mkdir()
    with Image.open(sample()) as image:
        for name in (NO_TEXT, EMOJI, "n" * 251 + ".jpg"):
            image.save(folder / name)
    return folder


def test_the_program_is_given_names_as_they_are_and_prints_them_so(odd: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C", "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-m", "ganeditor", "faces", NO_TEXT, EMOJI]
    result = subprocess.run(command, cwd=odd, env=environment, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr
    assert os.fsencode(NO_TEXT) + b": 1 face\n" in result.stdout and EMOJI.encode() + b": 1 face\n" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_folder_of_odd_names_named_by_a_dot(odd: Path, run: Run, encoding: str) -> None:
    report = odd.parent / "report.json"
    arguments = ("edit", ".", "--set", "age=10", "--steps", "1", "--report", str(report))
    code, out, err = run(odd, *arguments, encoding=encoding)
    assert code == 0, err
    assert b"Traceback" not in err and b"3 of 3 photos done" in out
    assert len(list((odd.parent / "in_edited").iterdir())) == 3
    rows = json.loads(report.read_text(encoding="utf-8"))["photos"]
    assert {Path(row["source"]).name for row in rows} == {path.name for path in odd.iterdir()}
    if encoding == "utf-8":
        assert b"caf\xe9.jpg" in out


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_faces_are_listed_and_their_json_is_json(odd: Path, run: Run, encoding: str) -> None:
    assert run(odd, "faces", EMOJI, NO_TEXT, encoding=encoding)[0] == 0
    _code, out, _err = run(odd, "faces", "--json", EMOJI, NO_TEXT, encoding=encoding)
    assert {row["photo"] for row in json.loads(out.decode())} == {EMOJI, NO_TEXT}


def test_a_name_that_is_too_long_is_refused_in_a_sentence(odd: Path, run: Run) -> None:
    for arguments in (("edit", "x" * 300), ("faces", "x" * 300 + ".jpg"), ("edit", EMOJI, "-o", "x" * 300 + ".jpg")):
        code, _out, err = run(odd, *arguments, *(("--steps", "1") if arguments[0] == "edit" else ()))
        assert code == 1 and b"Traceback" not in err, err
        assert b"too long" in err and err.endswith(b".\n")


def test_a_new_folder_may_be_named_with_a_slash(odd: Path, run: Run) -> None:
    code, _out, err = run(odd, "edit", EMOJI, "-o", "new/2024.05/", "--steps", "1")
    assert code == 0, err
    assert [path.name for path in (odd / "new" / "2024.05").iterdir()] == [EMOJI.replace(".jpg", "_edited.jpg")]
    (odd / "file").touch()
    code, _out, err = run(odd, "edit", EMOJI, "-o", "file/new/", "--steps", "1")
    assert code == 2 and b"can't be made" in err and b"Traceback" not in err


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
