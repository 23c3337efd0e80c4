"""Recipes, and the batch that does what they say: where results go, what a kill, an error and a later run do."""

import base64
import json
import shutil
import unicodedata
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from throwaway import Glow

from ganeditor.batch.batch import BatchQueue, placed, plan_of
from ganeditor.batch.job import EditJob, sources_in
from ganeditor.batch.record import FOLDER, Record
from ganeditor.cli.batch import FORMATS
from ganeditor.edits.finish import FinishEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.restyle import RestyleEdit
from ganeditor.engine.stages import table as stages
from ganeditor.errors import UserError
from ganeditor.files import locked
from ganeditor.progress import silent
from ganeditor.project.assets import sha256
from ganeditor.project.export import EXPORTERS
from ganeditor.project.recipe import Recipe, RecipeError, read_recipe, write_recipe

MASK = b"a mask"
GLOW = Recipe((Glow(0.5, sha256(MASK)),), assets={sha256(MASK): MASK})
pytestmark = pytest.mark.usefixtures("more_operations", "one_editor")


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "recipe",
    [
        GLOW,
        Recipe((FinishEdit(), LatentEdit({"age": 20.0}, {"age": (0, 4)}, ("glasses",))), "largest"),
        Recipe((LatentEdit(),), "all", age=60.0),
        Recipe((LatentEdit(),), "person:Änna", model="face-256", fingerprint="f" * 64),
    ],
)
def test_a_recipe_comes_back_as_it_was(tmp_path, recipe):
    write_recipe(tmp_path / "a.grecipe", recipe)
    assert read_recipe(tmp_path / "a.grecipe") == recipe


def test_the_person_is_found_when_folder_and_recipe_are_moved(tmp_path):
    (tmp_path / "old").mkdir()
    inside, outside = tmp_path / "old" / "people" / "änna.png", tmp_path / "ben.png"
    for name, person in (("in", inside), ("out", outside)):
        write_recipe(tmp_path / "old" / f"{name}.grecipe", Recipe((FinishEdit(),), f"like:{person}"))
    (tmp_path / "old").rename(tmp_path / "new")
    assert read_recipe(tmp_path / "new" / "in.grecipe").faces == f"like:{tmp_path / 'new' / 'people' / 'änna.png'}"
    assert read_recipe(tmp_path / "new" / "out.grecipe").faces == f"like:{outside}"


def test_a_number_means_somebody_else_in_each_photo(tmp_path):
    with pytest.raises(RecipeError, match="face 2 is somebody else"):
        write_recipe(tmp_path / "a.grecipe", Recipe((FinishEdit(),), "2"))
    with pytest.raises(RecipeError, match="one face is restyled"):
        write_recipe(tmp_path / "a.grecipe", Recipe((RestyleEdit("net", face="a0"),)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "written by a newer ganeditor"),
        ({"operations": {}}, "operations: expected at least one"),
        ({"operations": {"wings": {}}}, "found 'wings'"),
        ({"operations": []}, "operations: expected an object"),
        ({"faces": "2"}, "faces: expected null or all or largest or like:FILE or person:NAME"),
        ({"faces": "person:"}, "faces: expected"),
        ({"model": None}, "model: expected text"),
        ({"operations": {"restyle": RestyleEdit("net", face="a0").to_json()}}, "found the face of one photo"),
        ({"faces": "like:a\0b"}, "faces: expected"),
        ({"age": 60}, "the operations have no latent"),
        ({"age": -1}, "age: expected a number from 0 to 120"),
        ({"assets": {}}, "assets: expected those that the operations need"),
        ({"assets": {sha256(MASK): "***"}}, "expected base64"),
        ({"assets": {sha256(MASK): "ä"}}, "expected base64"),
        ({"assets": {sha256(MASK): base64.b64encode(b"other").decode()}}, "expected data of this SHA-256"),
    ],
)
def test_a_hostile_recipe_is_refused_in_a_sentence(tmp_path, change, said):
    path = tmp_path / "a.grecipe"
    write_recipe(path, GLOW)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(RecipeError, match=said):
        read_recipe(path)


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"format": NaN}'])
def test_what_is_no_recipe_is_refused_in_a_sentence(tmp_path, refused, data):
    path = tmp_path / "a.grecipe"
    path.write_bytes(data)
    assert "a.grecipe is not a recipe" in refused("batch", path, tmp_path, "-o", tmp_path / "out")
    assert "There is no recipe" in refused("batch", tmp_path / "b.grecipe", tmp_path, "-o", tmp_path / "out")


# --- the batch ------------------------------------------------------------------------------------------------------


NAMES = ("a.png", "deep/ä/b.jpg", f"deep/{unicodedata.normalize('NFD', 'ö')}.png", "z.gif", "z.png")


@pytest.fixture
def drawn(monkeypatch):
    """Glow turns a photo upside down; the means of the photos that it was asked for."""
    asked: list[float] = []

    def glow(pixels: Any, *_rest: Any) -> Any:
        asked.append(float(pixels.mean()))
        return pixels[::-1].copy()

    monkeypatch.setitem(stages.PHOTO_STAGES, Glow, glow)
    return asked


@pytest.fixture
def folder(tmp_path):
    """Five small photos in folders, with what systems leave among them."""
    for index, name in enumerate(NAMES):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.arange(192, dtype=np.uint8).reshape(8, 8, 3) + 10 * index).save(path)
    for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "deep/._b.jpg", "deep/@eaDir/b.jpg"):
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"no picture")
    write_recipe(tmp_path / "glow.grecipe", GLOW)
    return tmp_path / "in"


@pytest.fixture
def batch(run, folder, tmp_path):
    return partial(run, "batch", tmp_path / "glow.grecipe", folder, "-o", tmp_path / "out")


def results(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}


def statuses(out: Path) -> list[str]:
    return [row["status"] for row in json.loads((out / FOLDER / "report.json").read_text())["photos"]]


@pytest.mark.usefixtures("drawn")
def test_a_batch_gives_what_the_single_command_gives(run, batch, folder, tmp_path):
    said = batch()
    assert said.code == 0 and "5 of 5 photos done." in said.out and "passed over" not in said.err
    single = ["--glow", "0.5", "-o", tmp_path / "single"]
    assert run("edit", folder, *single).code == 0
    made = results(tmp_path / "out")
    assert made == results(tmp_path / "single") and made.keys() == {*NAMES[:3], "z.png", "z_edited.png"}
    page = (tmp_path / "out" / FOLDER / "index.html").read_text()
    assert page.count("<img") == 10 and "5 done" in page and "deep/%C3%A4/b.jpg" in page
    assert len(list((tmp_path / "out" / FOLDER / "small").iterdir())) == 10


@pytest.mark.usefixtures("drawn")
def test_a_long_report_has_several_pages(batch, tmp_path, monkeypatch):
    monkeypatch.setattr("ganeditor.batch.page.ON_A_PAGE", 2)
    assert batch().code == 0
    first, second, third = ((tmp_path / "out" / FOLDER / f"index{part}.html").read_text() for part in ("", "-2", "-3"))
    assert [text.count("<img") for text in (first, second, third)] == [4, 4, 2]
    assert '1 <a href="index-2.html">2</a> <a href="index-3.html">3</a>' in first and "5 done" in third


def test_what_is_done_is_not_done_again(batch, folder, tmp_path, drawn):
    assert batch().code == 0
    made = results(tmp_path / "out")
    drawn.clear()
    said = batch()
    assert said.code == 0 and "5 of 5 photos were done earlier" in said.out
    assert not drawn and statuses(tmp_path / "out") == ["done"] * 5
    # A photo that is another now, one whose result is gone, and a new one.
    Image.new("RGB", (9, 9), "red").save(folder / "a.png")
    (tmp_path / "out" / "z.png").unlink()
    shutil.copy(folder / "a.png", folder / "new.png")
    assert batch().code == 0 and len(drawn) == 3
    again = results(tmp_path / "out")
    assert again.keys() == made.keys() | {"new.png"}, "each has the place that it had"
    assert {name for name in made if made[name] != again[name]} == {"a.png"}


@pytest.mark.parametrize("moment", ["drawing", "recording"])
def test_a_batch_that_is_killed_goes_on(batch, tmp_path, drawn, monkeypatch, moment):
    """Killed while the third photo is drawn, or when its result is there and that isn't written down yet."""
    assert batch().code == 0
    whole = results(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    drawn.clear()
    write, plain, lines = Record._write, stages.PHOTO_STAGES[Glow], list[dict[str, Any]]()

    def recording(self: Record, value: dict[str, Any]) -> None:
        lines.append(value)
        if len(lines) == 7:  # the plan, two photos begun and done, the third one begun and done
            self._file.write(json.dumps(value).encode()[:40])
            raise KeyboardInterrupt
        write(self, value)

    def drawing(*arguments: Any) -> Any:
        if len(drawn) == 2:
            raise KeyboardInterrupt
        return plain(*arguments)

    with monkeypatch.context() as patch:
        if moment == "recording":
            patch.setattr(Record, "_write", recording)
        else:
            patch.setitem(stages.PHOTO_STAGES, Glow, drawing)
        assert batch().code == 130
    assert len(results(tmp_path / "out")) == (2 if moment == "drawing" else 3)
    drawn.clear()
    assert batch().code == 0 and len(drawn) == 3, "the third is done again"
    assert results(tmp_path / "out") == whole and statuses(tmp_path / "out") == ["done"] * 5


def test_an_error_leaves_the_others_and_retry_does_it_alone(batch, folder, tmp_path, drawn):
    (folder / "deep" / "broken.png").write_bytes(b"no picture")
    said = batch()
    assert said.code == 1 and "5 of 6 photos done, 1 failed:" in said.out and "broken.png" in said.out
    page = (tmp_path / "out" / FOLDER / "index.html").read_text()
    assert "5 done, 1 failed" in page and 'class="failed"' in page
    drawn.clear()
    assert batch().code == 1 and not drawn, "it is told of again, but left alone"
    Image.new("RGB", (9, 9), "red").save(folder / "new.png")
    said = batch("--retry")
    assert said.code == 1 and not drawn and statuses(tmp_path / "out").count("not done") == 1
    Image.new("RGB", (9, 9), "red").save(folder / "deep" / "broken.png")
    assert batch().code == 0 and len(drawn) == 2, "a file that is another now needs no retry"
    assert statuses(tmp_path / "out") == ["done"] * 7


@pytest.mark.usefixtures("drawn")
def test_retry_after_a_fault_that_has_passed(batch, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("ganeditor.batch.editing.export_picture", lambda *_rest, **_more: 1 / 0)
        assert batch().code == 1
    assert statuses(tmp_path / "out") == ["failed"] * 5
    assert batch().code == 1 and not results(tmp_path / "out")
    assert batch("--retry").code == 0 and len(results(tmp_path / "out")) == 5


def test_a_photo_that_changes_while_it_is_drawn_is_done_again(batch, folder, drawn, monkeypatch):
    plain = stages.PHOTO_STAGES[Glow]

    def meanwhile(*arguments: Any) -> Any:
        if not drawn:
            Image.new("RGB", (9, 9), "red").save(folder / "a.png")
        return plain(*arguments)

    with monkeypatch.context() as patch:
        patch.setitem(stages.PHOTO_STAGES, Glow, meanwhile)
        assert batch().code == 0
    drawn.clear()
    assert batch().code == 0 and len(drawn) == 1


@pytest.mark.usefixtures("drawn")
def test_whoever_watches_orders_ends_and_repeats(folder, tmp_path, shared_editor, monkeypatch):
    """The largest number first; after two photos an end; what has failed is done again before the others."""
    job = EditJob(placed(sources_in([folder]), tmp_path / "out"), GLOW.operations, output=tmp_path / "out")
    editor, ended = shared_editor.sibling(), list[str]()
    editor.assets = GLOW.assets
    with Record(job.output, plan_of(job, editor)) as record:
        queue = BatchQueue(job, editor, print, record)

        def told(row: dict[str, Any]) -> None:
            ended.append(f"{Path(row['source']).name} {row['status']}")

        def pick(left: Any) -> int | None:
            return max(left) if len(ended) < 2 else None

        with monkeypatch.context() as patch:
            patch.setattr("ganeditor.batch.editing.export_picture", lambda *_rest, **_more: 1 / 0)
            queue.run(lambda _name: nullcontext(silent), told, pick)
        assert ended == ["z.png failed", "z.gif failed"] and sorted(queue.left) == [0, 1, 2]
        queue.again()
        assert [row["status"] for row in queue.rows] == ["not done"] * 5
        queue.run(lambda _name: nullcontext(silent), told)
    assert ended[2:4] == ["z.gif done", "z.png done"] and len(ended) == 7 and not queue.failed


@pytest.mark.usefixtures("drawn")
def test_what_was_there_is_not_replaced_unasked(batch, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.png").write_bytes(b"mine")
    assert batch().code == 0
    assert results(tmp_path / "out")["a.png"] == b"mine" and "a_edited.png" in results(tmp_path / "out")
    assert batch("--overwrite").code == 0 and results(tmp_path / "out")["a.png"] != b"mine"


@pytest.mark.usefixtures("drawn")
def test_results_get_the_format_that_is_asked_for(batch, tmp_path):
    assert batch("--format", "png").code == 0
    assert results(tmp_path / "out").keys() == {"a.png", "deep/ä/b.png", NAMES[2], "z.png", "z_edited.png"}
    assert {f".{name}" for name in FORMATS} <= EXPORTERS.keys()


@pytest.mark.usefixtures("drawn")
def test_another_batch_needs_another_folder(batch, refused, folder, tmp_path):
    assert batch().code == 0
    other = tmp_path / "other.grecipe"
    write_recipe(other, Recipe((Glow(0.25, sha256(MASK)),), assets=GLOW.assets))
    command = ("batch", other, folder, "-o", tmp_path / "out")
    assert "holds another batch's results" in refused(*command)
    assert "another batch's" in refused("batch", tmp_path / "glow.grecipe", *command[2:], "--quality", 50)
    assert "in which folder" in refused(*command[:3])
    assert "lies in" in refused(*command[:3], "-o", folder / "out")
    with locked(tmp_path / "out" / FOLDER / "lock"):
        assert "Another batch is writing" in refused(*command)


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b'{"source": "/a", "size": 1, "changed": 1, "target": "../../a", "row": {"status": "done"}}',
        b'{"source": "/a", "size": 1, "changed": 1, "target": "a", "row": {"status": "eaten"}}',
    ],
)
def test_a_hostile_record_is_refused_in_a_sentence(tmp_path, line):
    Record(tmp_path, {}).__exit__(None, None, None)
    with (tmp_path / FOLDER / "record.jsonl").open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(UserError, match="is no record of a batch"):
        Record(tmp_path, {})


# --- from a photo to others -----------------------------------------------------------------------------------------


def test_edit_keeps_what_it_did_as_a_recipe(run, refused, photo, tmp_path):
    """With a face, and an age to be reached: the batch's result is the command's, to the byte."""
    made, recipe = tmp_path / "made.png", tmp_path / "older.grecipe"
    wishes = ("--say", "age 60", "--face", "largest", "--steps", 0)
    assert run("edit", photo, *wishes, "-o", made, "--save-recipe", recipe).code == 0
    assert read_recipe(recipe).age == 60 and read_recipe(recipe).model == "face-256"
    said = run("batch", recipe, photo, "-o", tmp_path / "out", "--steps", 0)
    assert said.code == 0 and (tmp_path / "out" / photo.name).read_bytes() == made.read_bytes()
    assert "already exists" in refused("edit", photo, *wishes, "-o", tmp_path / "b.png", "--save-recipe", recipe)
    other = tmp_path / "other.grecipe"
    write_recipe(other, replace(read_recipe(recipe), fingerprint="f" * 64))
    said = run("batch", other, photo, "-o", tmp_path / "out", "--steps", 0)
    assert said.code == 0 and "note: The recipe was made with another face-256; with face-256 here" in said.err
    unknown = tmp_path / "unknown.grecipe"
    write_recipe(unknown, Recipe((LatentEdit({"wings": 1.0}),)))
    assert "There is no attribute 'wings'" in refused("batch", unknown, photo, "-o", tmp_path / "other")
