"""Operations other than the sliders', and their assets, in project files."""

import json
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from test_store import project, rewritten
from throwaway import Glow, Shine

from ganeditor.errors import EditError
from ganeditor.project import store
from ganeditor.project.assets import Assets
from ganeditor.project.document import Document, Photo, Set, between
from ganeditor.project.history import Step
from ganeditor.project.store import Project, ProjectError, load_project, save_project

ASSET = sha256(b"a mask").hexdigest()

pytestmark = pytest.mark.usefixtures("more_operations")


def glowing() -> Project:
    kept = Assets()
    mask, other = kept.add(b"a mask"), kept.add(b"no longer needed")
    before = project()
    document = before.steps[1].document.with_edit(Set(None, Glow(0.5, mask))).with_edit(Set("a", Shine(1, mask)))
    return replace(before, steps=(before.steps[0], Step("Glow", document)), assets=kept.only([mask, other]))


def test_other_operations_and_their_assets_come_back(tmp_path: Path) -> None:
    path, before = tmp_path / "a.gedit", glowing()
    save_project(path, before)
    with zipfile.ZipFile(path) as archive:
        assert [name for name in archive.namelist() if name.startswith("assets/")] == [f"assets/{ASSET}"]
        values = json.loads(archive.read("project.json"))
    assert values["format"] == 2 and values["steps"][1]["glow"] == {"strength": 0.5, "mask": ASSET}
    loaded = load_project(path)
    assert loaded.steps == before.steps and loaded.assets == {ASSET: b"a mask"}


def test_plain_projects_stay_as_the_first_version_reads_them(tmp_path: Path) -> None:
    save_project(tmp_path / "a.gedit", project())
    with zipfile.ZipFile(tmp_path / "a.gedit") as archive:
        values = json.loads(archive.read("project.json"))
    assert values["format"] == 1
    assert values["steps"][1]["faces"] == [
        {
            "face": "a",
            "amounts": {"age": 12.5, "smile": -1.0},
            "layers": {"age": [0, 5]},
            "keep": ["glasses"],
            "mode": "generated",
        }
    ]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (f"assets/{sha256(b'x').hexdigest()}", b"x", "assets: expected those that the steps need"),
        ("assets/../evil", b"", "entry: expected project.json"),
        (f"assets/{ASSET}.safetensors", b"", "entry: expected project.json"),
    ],
)
def test_assets_are_checked(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    path = tmp_path / "a.gedit"
    save_project(path, glowing())
    with pytest.raises(ProjectError, match=sentence):
        load_project(rewritten(path, lambda _: None, {name: data}))


def test_a_project_opens_without_the_assets_that_are_lost_and_loses_no_step(tmp_path: Path) -> None:
    path, before = tmp_path / "a.gedit", glowing()
    save_project(path, before)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"a mask", b"a musk"))  # the archive's own sum tells
    flipped = load_project(path)
    path.write_bytes(whole)
    other = load_project(rewritten(path, lambda _: None, {f"assets/{ASSET}": b"another"}))
    for lost in (flipped, other):
        assert lost.assets == {} and lost.steps == before.steps
        save_project(path, lost)
        assert load_project(path).steps == before.steps


def test_a_large_asset_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gedit"
    save_project(path, glowing())
    monkeypatch.setitem(store._LARGEST, "assets/", 5)
    with pytest.raises(ProjectError, match=f"assets/{ASSET}: expected at most 5 bytes, found 6"):
        load_project(path)
    monkeypatch.setattr("ganeditor.project.assets.LARGEST", 5)
    with pytest.raises(EditError, match="can't keep 6 bytes; 5 are the most"):
        Assets().add(b"a mask")


def test_a_document_keeps_operations_in_their_order_and_moves_between_them() -> None:
    empty = Document(Photo("p", "", 4, 4))
    done = empty.with_edit(Set("a", Shine(1))).with_edit(Set(None, Glow(0.5)))
    assert done.operations("a") == (Shine(1),) and done.operations(None) == (Glow(0.5),)
    assert not done.neutral and done.with_edit(Set("a", Shine())).with_edit(Set(None, Glow())) == empty
    half = between(empty, done, 0.5)
    assert half.get("a", Shine).strength == 0.5 and half.get(None, Glow).strength == 0.25
