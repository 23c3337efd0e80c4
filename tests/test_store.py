"""Project files: what is saved comes back, and nothing that isn't a project gets in."""

import io
import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from safetensors.numpy import save

from ganeditor.edits.attributes import ATTRIBUTES
from ganeditor.edits.latent import GENERATED, MODES, LatentEdit
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.history import Step
from ganeditor.project.store import PhotoMissingError, Project, ProjectError, SavedFace, load_project, read_photo
from ganeditor.project.store import save_project as save_as

LANDMARKS = tuple((float(i), i / 3) for i in range(68))


def latents(ws: Any = None) -> bytes:
    ws = np.zeros((2, 4), np.float32) if ws is None else ws
    return save({"ws": ws, "guess": np.zeros(4, np.float32)}, metadata={"figures": "{}"})


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(file, "PNG")
    return file.getvalue()


def project(path: str = "/photos/Grüße.png") -> Project:
    data = png()
    photo = Photo(path, sha256(data).hexdigest(), 4, 3)
    edit = LatentEdit({"age": 12.5, "smile": -1.0}, {"age": (0, 5)}, ("glasses",), GENERATED)
    return Project(
        photo,
        data,
        (Step("Opened", Document(photo)), Step("Älter", Document(photo).with_edit(Set("a", edit)))),
        1,
        (SavedFace("a", (0.0, 0.5, 3.0, 2.5), LANDMARKS, 0.9, ("tiny",), ((1.0, 1.0), (2.0, 1.0), (1.5, 2.0))),),
        "a",
        {"a": latents()},
        "face-256",
        "f" * 64,
    )


def rewritten(path: Path, change: Callable[[dict[str, Any]], Any], add: dict[str, bytes] | None = None) -> Path:
    """The project of path, with other JSON and further entries."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    values = json.loads(entries["project.json"])
    change(values)
    entries["project.json"] = json.dumps(values).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**entries, **(add or {})}.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "a.gedit"
    save_as(path, project())
    return path


def test_everything_comes_back(saved: Path) -> None:
    assert load_project(saved) == project()
    assert read_photo(load_project(saved)).pixels.tolist() == [[[255, 0, 0]] * 4] * 3


def test_saving_replaces_the_older_file(saved: Path) -> None:
    save_as(saved, replace(project(), index=0))
    assert load_project(saved).index == 0
    assert [path.name for path in saved.parent.iterdir()] == ["a.gedit"]


def test_a_long_label_is_cut_and_not_refused_later(tmp_path: Path) -> None:
    path = tmp_path / "a.gedit"
    save_as(path, replace(project(), steps=(Step("x" * 300, project().steps[0].document),), index=0))
    assert load_project(path).steps[0].label == "x" * 200


numbers = st.floats(-1e6, 1e6, allow_nan=False)
points = st.tuples(numbers, numbers)
faces = st.builds(
    SavedFace,
    st.from_regex(r"[0-9A-Za-z_-]{1,64}", fullmatch=True),
    st.tuples(numbers, numbers, numbers, numbers),
    st.tuples(*[points] * 68),
    st.floats(0, 1),
    st.lists(st.text(max_size=20), max_size=3).map(tuple),
    st.none() | st.tuples(points, points, points),
)
amounts = st.fixed_dictionaries(
    {}, optional={row.name: st.floats(-row.limit, row.limit).filter(bool) for row in ATTRIBUTES}
)
spans = st.lists(st.integers(0, 63), min_size=2, max_size=2).map(lambda pair: (min(pair), max(pair)))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    some = tuple(draw(st.lists(faces, max_size=2, unique_by=lambda face: face.id)))
    ids = [face.id for face in some]
    photo = project(draw(st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=50))).photo

    def edit() -> LatentEdit:
        layers = draw(st.dictionaries(st.sampled_from([row.name for row in ATTRIBUTES]), spans, max_size=2))
        values = MappingProxyType(draw(amounts))
        keep = tuple(draw(st.lists(st.text(max_size=9), max_size=2)))
        return LatentEdit(values, layers, keep, draw(st.sampled_from(MODES)))

    def document() -> Document:
        found = Document(photo)
        for face in ids:
            if draw(st.booleans()):
                found = found.with_edit(Set(face, edit()))
        return found

    steps = tuple(Step(draw(st.text(max_size=20)), document()) for _ in range(draw(st.integers(1, 3))))
    chosen = draw(st.none() | st.sampled_from(ids)) if ids else None
    index = draw(st.integers(0, len(steps) - 1))
    return Project(
        photo, png(), steps, index, some, chosen, {face: latents() for face in ids}, draw(st.text(max_size=9))
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_any_project_comes_back(tmp_path_factory: pytest.TempPathFactory, any_project: Project) -> None:
    path = tmp_path_factory.getbasetemp() / "any.gedit"
    save_as(path, any_project)
    assert load_project(path) == any_project


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.integers(0, 255), st.booleans())
def test_no_damage_passes_the_door(tmp_path_factory: pytest.TempPathFactory, place: int, value: int, cut: bool) -> None:
    """One byte changed, or the file cut short: a sentence, or a project that is still whole."""
    path = tmp_path_factory.getbasetemp() / "damaged.gedit"
    save_as(path, project())
    data = bytearray(path.read_bytes())
    if cut:
        del data[place % len(data) :]
    else:
        data[place % len(data)] = value
    path.write_bytes(data)
    try:
        assert load_project(path).photo_bytes == png()
    except ProjectError as error:
        assert str(path) in str(error)
        assert "\n" not in str(error)


def at(*keys: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change of one field."""

    def change(values: Any) -> None:
        for key in keys[:-1]:
            values = values[key]
        values[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (at("format", value=3), "was written by a newer ganeditor; update it"),
        (at("format", value="1"), "format: expected a whole number from 1"),
        (at("format", value=True), "format: expected a whole number"),
        (at("photo", value=[]), r"photo: expected an object, found \[\]"),
        (at("photo", "sha256", value="0" * 64), "photo: expected a file with the SHA-256 000"),
        (at("photo", "sha256", value="no"), "photo.sha256: expected 64 hexadecimal digits"),
        (at("photo", "width", value=-4), "photo.width: expected a whole number from 1 .* found -4"),
        (at("photo", "path", value="a\0b"), "photo.path"),
        (at("index", value=2), "index: expected a whole number from 0 to 1, found 2"),
        (at("chosen", value="b"), "chosen: expected a, found 'b'"),
        (at("steps", value=[]), "steps: expected a list of 1 to 50"),
        (at("steps", value=[{"label": "", "faces": []}] * 51), "steps: expected a list of 1 to 50"),
        (at("steps", 1, "label", value="x" * 201), r"steps\[1\].label: expected text of at most 200"),
        (at("steps", 1, "faces", 0, "face", value="b"), r"steps\[1\].faces\[0\].face: expected a, found 'b'"),
        (at("steps", 1, "faces", 0, "mode", value="paint"), "mode: expected detail or generated, found 'paint'"),
        (at("steps", 1, "faces", 0, "amounts", "age", value=80), "amounts.age: expected a number from -79 to 79"),
        (at("steps", 1, "faces", 0, "amounts", "age", value=10**400), "amounts.age: expected a number"),
        (at("steps", 1, "faces", 0, "layers", "age", value=[5, 2]), "layers.age: expected two whole numbers"),
        (at("faces", 0, "landmarks", value=[[0, 0]] * 67), "landmarks: expected 68 pairs"),
        (at("faces", 0, "confidence", value=1.5), "confidence: expected a number from 0 to 1, found 1.5"),
        (at("faces", 0, "id", value="../a"), "id: expected letters and digits"),
        (at("faces", value=[]), "expected nothing, found 'a'|latents"),
        (at("embedded", value=False), "embedded: expected true, .* found False"),
        (lambda values: values.pop("faces"), "faces: expected a list .* found nothing"),
        (lambda values: values["faces"].append(values["faces"][0]), "faces: expected faces with different ids"),
        (lambda v: v["steps"][1]["faces"].append(v["steps"][1]["faces"][0]), "expected each face once"),
    ],
)
def test_fields_are_checked(saved: Path, change: Callable[[dict[str, Any]], Any], sentence: str) -> None:
    with pytest.raises(ProjectError, match=sentence):
        load_project(rewritten(saved, change))


def test_nan_is_no_number(saved: Path) -> None:
    with pytest.raises(ProjectError, match="NaN"):
        load_project(rewritten(saved, at("faces", 0, "confidence", value=float("nan"))))


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "latents/../../evil.safetensors", "latents/a.txt", "C:\\evil", "photo/", "x"]
)
def test_no_other_names_get_in(saved: Path, name: str) -> None:
    with pytest.raises(ProjectError, match=r"entry: expected project.json, photo or latents/<face>.safetensors"):
        load_project(rewritten(saved, lambda _: None, {name: b""}))


def with_entry(path: Path, info: zipfile.ZipInfo, data: bytes) -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, data)
    return path


def test_links_doubles_and_compressed_entries_are_refused(saved: Path) -> None:
    copies = [saved.with_name(f"{number}.gedit") for number in range(3)]
    for copy in copies:
        copy.write_bytes(saved.read_bytes())
    link = zipfile.ZipInfo("latents/b.safetensors")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ProjectError, match="expected a plain file, found a link"):
        load_project(with_entry(copies[0], link, b"/etc/passwd"))
    with pytest.warns(UserWarning, match="Duplicate"):
        with_entry(copies[1], zipfile.ZipInfo("photo"), b"")
    with pytest.raises(ProjectError, match="expected one entry photo, found two"):
        load_project(copies[1])
    squeezed = zipfile.ZipInfo("latents/b.safetensors")
    squeezed.compress_type = zipfile.ZIP_DEFLATED
    with pytest.raises(ProjectError, match="stored as it is, found a compressed"):
        load_project(with_entry(copies[2], squeezed, b"x"))


def test_bombs_are_refused(saved: Path) -> None:
    bomb = zipfile.ZipInfo("latents/b.safetensors")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    with pytest.raises(ProjectError, match="zip bomb"):
        load_project(with_entry(saved, bomb, bytes(10**7)))


def test_a_lie_about_the_size_is_refused(saved: Path) -> None:
    """The entry's directory promises more than the file has."""
    data = bytearray(saved.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 20 : directory + 28] = (10**9).to_bytes(4, "little") * 2
    saved.write_bytes(data)
    with pytest.raises(ProjectError, match="zip bomb"):
        load_project(saved)


def test_too_many_entries_are_refused(saved: Path) -> None:
    many = {f"latents/{number}.safetensors": b"" for number in range(1001)}
    with pytest.raises(ProjectError, match="at most 1002 entries, found 1004"):
        load_project(rewritten(saved, lambda _: None, many))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no tensors", "expected a safetensors file"),
        (latents(np.full((2, 4), np.nan, np.float32)), "expected finite numbers, found NaN"),
        (latents(np.zeros((2, 4))), "expected float32, found float64"),
        (latents(np.zeros(4, np.float32)), r"expected ws \[1..64, 1..8192\], found \[4\]"),
        (latents(np.zeros((65, 4), np.float32)), r"found \[65, 4\]"),
        (save({"guess": np.zeros(4, np.float32)}), r"found \[0\]"),
    ],
)
def test_latents_are_checked(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "a.gedit"
    save_as(path, replace(project(), latents={"a": data}))
    with pytest.raises(ProjectError, match=sentence):
        load_project(path)


def test_what_is_no_project_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.gedit"
    with pytest.raises(ProjectError, match="There is no project"):
        load_project(path)
    path.write_bytes(png())
    with pytest.raises(ProjectError, match="is not a project file"):
        load_project(path)
    for text, sentence in ((b"[" * 100_000, "JSON text"), (b"[]", "expected an object"), (b"\xff", "JSON text")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.json", text)
        with pytest.raises(ProjectError, match=sentence):
            load_project(path)
    with zipfile.ZipFile(path, "w"):
        pass
    with pytest.raises(ProjectError, match=r"expected an entry project.json, found none"):
        load_project(path)
    with pytest.raises(ProjectError, match="can't be read"):
        load_project(tmp_path)


class TestLinkedPhoto:
    def saved(self, folder: Path) -> tuple[Path, Path]:
        photo, path = folder / "photo.png", folder / "a.gedit"
        photo.write_bytes(png())
        save_as(path, replace(project(str(photo)), photo_bytes=None), embed_photo=False)
        return photo, path

    def test_it_is_read_from_where_it_is(self, tmp_path: Path) -> None:
        photo, path = self.saved(tmp_path)
        assert load_project(path) == replace(project(str(photo)), embedded=False)
        assert path.stat().st_size < 20_000

    def test_it_moves_with_the_project(self, tmp_path: Path) -> None:
        (tmp_path / "old").mkdir()
        self.saved(tmp_path / "old")
        moved = (tmp_path / "old").rename(tmp_path / "new")
        loaded = load_project(moved / "a.gedit")
        assert loaded.photo.path == str(moved / "photo.png")
        assert loaded.steps[0].document.photo == loaded.photo

    def test_a_missing_one_says_where_it_was_and_may_be_elsewhere(self, tmp_path: Path) -> None:
        photo, path = self.saved(tmp_path)
        other = photo.rename(tmp_path / "other.png")
        with pytest.raises(PhotoMissingError, match=r"was expected at .*photo.png") as caught:
            load_project(path)
        assert caught.value.expected == photo
        assert load_project(path, other).photo_bytes == png()

    def test_a_changed_one_is_refused(self, tmp_path: Path) -> None:
        photo, path = self.saved(tmp_path)
        photo.write_bytes(png() + b"x")
        with pytest.raises(PhotoMissingError, match="is not the photo that"):
            load_project(path)


def test_a_photo_of_another_size_is_refused(tmp_path: Path) -> None:
    wrong = replace(project().photo, width=5)
    path = tmp_path / "a.gedit"
    save_as(path, replace(project(), photo=wrong, steps=(Step("", Document(wrong)),), index=0))
    with pytest.raises(ProjectError, match="should have 5 × 3 pixels and has 4 × 3"):
        read_photo(load_project(path))
