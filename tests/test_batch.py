"""A job as a value, and the queue that does it: names of results, what happens after errors, whose face is meant."""

import gc
import json
import shutil
import weakref
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import throwaway
from PIL import Image

from ganeditor.batch import photo as photo_module
from ganeditor.batch.job import EditJob, Source, sources_in
from ganeditor.batch.targets import Targets
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.faces.detect import Face
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.engine.stages import table as stages
from ganeditor.errors import FaceError
from ganeditor.fields import FieldError, Fields
from ganeditor.project.picture import Picture

FAST = ["--set", "age=20", "--steps", "0"]
pytestmark = pytest.mark.usefixtures("one_editor")


@pytest.fixture
def edit(run):
    return partial(run, "edit")


def told(report: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(report.read_text())["photos"]
    return rows


# --- the job --------------------------------------------------------------------------------------------------------


JOB = EditJob(
    (Source(Path("in/ä.png"), Path("in")), Source(Path("b.jpg"))),
    (LatentEdit({"age": 10.0}, {"age": (0, 4)}, ("glasses",)),),
    "like:anna.jpg",
    Path("out"),
    strip=True,
    quality=80,
    inversion=InversionSettings(steps=None, tune_steps=20),
    age=60.0,
    suffix=".jpg",
)


@pytest.mark.parametrize("job", [JOB, EditJob((Source(Path("a.png")),))])
def test_a_job_travels_as_json(job):
    assert EditJob.from_json(Fields(json.loads(json.dumps(job.to_json())))) == job


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("sources", [], "sources: expected a list"),
        ("suffix", ".exe", "suffix: expected  or .jpg or"),
        ("age", 300, "age: expected a number from 0 to 120"),
        ("quality", 0, "quality: expected a whole number from 1 to 100"),
        ("operations", {"wings": {}}, "expected finish or .* or enhance, found 'wings'"),
        ("operations", {"latent": {}}, r"operations.latent.amounts: expected an object"),
        ("inversion", {"steps": -1}, r"inversion.steps: expected a whole number"),
    ],
)
def test_a_wrong_job_names_the_field(field, value, said):
    with pytest.raises(FieldError, match=said):
        EditJob.from_json(Fields(json.loads(json.dumps(JOB.to_json())) | {field: value}))


# --- where results go -----------------------------------------------------------------------------------------------


def targets(folder: Path, *names: str, **rules: Any) -> list[str]:
    """The results' names in out/, for photos that are there in the order of names."""
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    job = EditJob(tuple(Source(folder / name) for name in names), output=folder / "out", **rules)
    found = Targets(job)
    return [found.next(source).relative_to(folder).as_posix() for source in job.sources]


@pytest.mark.parametrize("overwrite", [False, True])
def test_results_of_one_run_never_meet(tmp_path, overwrite):
    names = ["a/x.jpg", "b/x.jpg", "a/X.JPG", "c/x.jpg", "a/y.gif", "a/y.png", "a/ä.png", "b/a\u0308.png"]
    expected = ["x.jpg", "x-2.jpg", "X-3.JPG", "x-4.jpg", "y.png", "y-2.png", "ä.png", "a\u0308-2.png"]
    for _again in range(2):
        assert targets(tmp_path, *names, overwrite=overwrite) == [f"out/{name}" for name in expected]


def test_no_result_replaces_a_photo_still_to_be_read(tmp_path):
    assert targets(tmp_path, "a/x.jpg", "out/x.jpg", overwrite=True) == ["out/x-2.jpg", "out/x.jpg"]


def test_results_of_folders_keep_what_lies_between(tmp_path):
    for name in ("a/deep/x.png", "b/deep/x.png", "b/y.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    job = EditJob(sources_in([tmp_path / "a", tmp_path / "b"]), output=tmp_path / "out", overwrite=True)
    found = Targets(job)
    names = [found.next(source).relative_to(tmp_path / "out").as_posix() for source in job.sources]
    assert names == ["deep/x.png", "deep/x-2.png", "y.png"]


def test_photos_of_equal_names_give_as_many_results(edit, photo, tmp_path, astronaut):
    mirrored = tmp_path / "b" / photo.name
    mirrored.parent.mkdir()
    Image.fromarray(astronaut[:, ::-1]).save(mirrored)
    out, report = tmp_path / "out", tmp_path / "r.json"
    for _again in range(2):
        assert edit(photo, mirrored, "-o", out, "--overwrite", "--report", report, *FAST)[0] == 0
    assert [row["output"] for row in told(report)] == [str(out / "astronaut.png"), str(out / "astronaut-2.png")]
    pictures = [np.asarray(Image.open(row["output"])) for row in told(report)]
    assert np.abs(pictures[0][:, ::-1].astype(int) - pictures[1]).mean() < 2


# --- errors and interrupts ------------------------------------------------------------------------------------------


@pytest.fixture
def three(photo, tmp_path):
    """A folder of three photos."""
    for name in "abc":
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(photo, tmp_path / "in" / f"{name}.png")
    return tmp_path / "in"


@pytest.fixture
def at_second(monkeypatch):
    """Let the second face that is inverted raise an error."""

    def arrange(error: BaseException) -> None:
        from ganeditor.engine.editor import FaceEditor

        calls, plain = [], FaceEditor.invert

        def failing(self: Any, *arguments: Any) -> Any:
            calls.append(1)
            if len(calls) == 2:
                raise error
            return plain(self, *arguments)

        monkeypatch.setattr(FaceEditor, "invert", failing)

    return arrange


def test_a_fault_of_the_program_does_not_end_the_queue(edit, three, tmp_path, at_second):
    at_second(ZeroDivisionError("by\nzero"))
    report = tmp_path / "r.json"
    code, out, err = edit(three, "--report", report, *FAST)
    assert code == 1 and "2 of 3 photos done" in out and "Traceback" not in out + err
    first, second, third = told(report)
    assert [first["status"], second["status"], third["status"]] == ["done", "failed", "done"]
    assert second["error"].count("\n") == 0 and "b.png" in second["error"] and "ZeroDivisionError: by" in out
    assert "Traceback" in second["details"] and "failing" in second["details"]


def test_an_interrupt_leaves_the_report(edit, three, tmp_path, at_second):
    at_second(KeyboardInterrupt())
    report = tmp_path / "r.json"
    code, _out, err = edit(three, "--report", report, *FAST)
    assert code == 130 and err.splitlines() == ["ganeditor: stopped; nothing was left half-written."]
    assert [row["status"] for row in told(report)] == ["done", "stopped", "not done"]
    assert sorted(path.name for path in tmp_path.rglob("in_edited/*")) == ["a.png"]


def test_a_fault_of_the_queue_itself_leaves_the_report(edit, three, tmp_path, monkeypatch):
    monkeypatch.setattr("ganeditor.cli.edit._tell", lambda _row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        edit(three, "--report", tmp_path / "r.json", *FAST)
    assert [row["status"] for row in told(tmp_path / "r.json")] == ["done", "not done", "not done"]


def test_what_reading_has_lost_stands_in_the_row_of_its_file(edit, photo, tmp_path):
    Image.open(photo).quantize(200).save(tmp_path / "few.png")
    code, _out, err = edit(photo, tmp_path / "few.png", "-o", tmp_path / "out", "--report", tmp_path / "r.json", *FAST)
    plain, few = told(tmp_path / "r.json")
    assert code == 0 and plain["notices"] == [] and few["notices"] == ["A colour palette was converted to 8-bit RGB."]
    assert "note: few.png: A colour palette was converted to 8-bit RGB." in err.splitlines()


# --- whose face -----------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(astronaut, tmp_path, shared_editor):
    """A photo of the astronaut on the left and a larger face that was never anybody's on the right."""
    from ganeditor.engine.latent.generate import pictures, random_ws

    (other,) = pictures(shared_editor.model, random_ws(shared_editor.model, [4], 0.5))
    grown = np.asarray(Image.fromarray(other).resize((300, 300)))
    canvas = np.full((320, 560, 3), 90, np.uint8)
    canvas[10:210, 10:210], canvas[10:310, 250:550] = astronaut[20:220, 120:320], grown
    Image.fromarray(canvas).save(tmp_path / "pair.png")
    Image.fromarray(np.pad(grown, ((40, 40), (40, 40), (0, 0)), "edge")).save(tmp_path / "other.png")
    return tmp_path / "pair.png"


def changed_columns(before: Path, after: Path) -> np.ndarray:
    return np.flatnonzero((np.asarray(Image.open(before)) != np.asarray(Image.open(after))).any((0, 2)))


def test_the_largest_face(edit, pair, tmp_path):
    assert edit(pair, "--face", "largest", *FAST)[0] == 0
    assert changed_columns(pair, tmp_path / "pair_edited.png").min() > 230


def test_the_face_like_another_picture(edit, pair, photo, tmp_path):
    for like, low, high in ((photo, 0, 230), (tmp_path / "other.png", 230, 560)):
        assert edit(pair, "--face", f"like:{like}", "-o", tmp_path / f"like-{like.name}", *FAST)[0] == 0
        columns = changed_columns(pair, tmp_path / f"like-{like.name}")
        assert low < columns.min() and columns.max() < high


def test_nobody_is_like_the_picture(edit, photo, pair):
    code, _out, err = edit(photo, "--face", f"like:{pair.with_name('other.png')}", *FAST)
    assert code == 1 and "No face in" in err and "other.png: the nearest is at a distance of" in err
    assert "one person's pictures are below 0.6." in err


def test_pictures_to_be_like(edit, photo, pair, tmp_path):
    assert "1 of 1" not in edit(photo, "--face", "like:missing.png", *FAST)[2]
    assert "no file missing.png" in edit(photo, "--face", "like:missing.png", *FAST)[2]
    Image.new("RGB", (64, 64)).save(tmp_path / "blank.png")
    assert "No face was found in" in edit(photo, "--face", f"like:{tmp_path / 'blank.png'}", *FAST)[2]
    code, _out, err = edit(pair, "--face", f"like:{pair}", *FAST)
    assert code == 0 and "note: 2 faces were found in" in err and "the largest is the one to look for" in err


# --- operations -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("more_operations")
def test_an_operation_of_the_table_is_an_option(edit, photo, tmp_path, monkeypatch):
    def shine(_face: Any, drawing: Any, operation: throwaway.Shine) -> Any:
        return replace(drawing, after=drawing.after + 100 * operation.strength)

    monkeypatch.setitem(stages.STAGES, throwaway.Shine, shine)
    monkeypatch.setitem(stages.PHOTO_STAGES, throwaway.Glow, lambda pixels, _glow, *_rest: pixels[::2, ::2].copy())
    assert "--shine" in edit("--help")[1]
    report = tmp_path / "r.json"
    assert edit(photo, "--shine", "0.2", "--set", "smile=1", "--report", report, "--steps", "0")[0] == 0
    assert json.loads(report.read_text())["edits"]["amounts"] == {"smile": 1.0}
    assert json.loads(report.read_text())["edits"]["shine"] == throwaway.Shine(0.2).to_json()
    Image.new("RGB", (64, 32)).save(tmp_path / "landscape.png")
    assert edit(tmp_path / "landscape.png", "--glow", "0.5", "-o", tmp_path / "small.png")[0] == 0
    assert Image.open(tmp_path / "small.png").size == (32, 16), "the whole of a photo needs no face in it"
    both = ["--glow", "0.5", "--set", "age=20", "--steps", "0", "--report", report]
    assert edit(photo, *both, "-o", tmp_path / "both.png")[0] == 0
    assert Image.open(tmp_path / "both.png").size == (256, 256) and told(report)[0]["faces"][0]["identity"]
    assert edit(photo, "--shine", "bright")[0] == 2


def test_a_queue_holds_one_photo_at_a_time(edit, tmp_path, photo, monkeypatch):
    """What came before is let go when the next one is read, the failed one too."""
    (tmp_path / "in").mkdir()
    for name in "acd":
        shutil.copy(photo, tmp_path / "in" / f"{name}.png")
    (tmp_path / "in" / "b.png").write_bytes(photo.read_bytes()[:200])
    read, held, alive = photo_module.read_picture, [], []

    def watched(path):
        gc.collect()
        alive.append(sum(one() is not None for one in held))
        picture = read(path)
        held.append(weakref.ref(picture.pixels))
        return picture

    monkeypatch.setattr(photo_module, "read_picture", watched)
    code, out, err = edit(tmp_path / "in", "-o", tmp_path / "out", *FAST)
    assert code == 1 and "3 of 4 photos done" in out and "b.png" in out + err
    assert len(held) == 3 and max(alive) <= 1


def test_an_age_is_not_reached_where_none_is_read():
    ageless = SimpleNamespace(model=SimpleNamespace(name="plain"), readings=lambda _face: {})
    face = Face("a", (0, 0, 9, 9), np.zeros((68, 2), np.float32), 1.0)
    photo = photo_module.OpenPhoto(Path("a.png"), Picture(np.zeros((9, 9, 3), np.uint8)), (face,), (face,))
    with pytest.raises(FaceError, match="plain reads no age in a face"):
        photo_module.edited_pixels(ageless, photo, (LatentEdit(),), age=60.0)
