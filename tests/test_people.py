"""People searched by face: planted descriptors, photos that come, move, change and go, and what was said of faces."""

import json
import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from letters import PEOPLE, Fake, described, look
from PIL import Image

from ganeditor import paths
from ganeditor.batch.choice import face_choice
from ganeditor.batch.people.describing import describer
from ganeditor.batch.people.groups import clusters, grouped, write_likeness
from ganeditor.batch.people.index import Indexed, draw, index, state_of
from ganeditor.batch.people.nearest import distances, nearest
from ganeditor.cli import people as command
from ganeditor.engine.faces.detect import Face
from ganeditor.engine.faces.identity import distance
from ganeditor.errors import FaceError, UserError
from ganeditor.progress import Cancelled, silent
from ganeditor.project.people import corrections
from ganeditor.project.people.store import FILE, PeopleStore, forget_everything, open_people
from ganeditor.project.people.values import SIZE, Drawn, FileState, Group, Known


@pytest.fixture
def people() -> Iterator[PeopleStore]:
    with open_people() as store:
        yield store


@pytest.fixture
def photos(tmp_path: Path) -> Callable[..., Path]:
    """Writes photos("1.jpg", "a b") into a folder, which it returns."""
    folder = tmp_path / "photos"
    folder.mkdir()

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (folder / f"{name}.jpg").write_text(text)
        return folder

    return write


def indexed(people: PeopleStore, folder: Path, fake: Fake | None = None) -> tuple[Indexed, list[str]]:
    fake, done = fake or Fake(), Indexed()
    index(people, folder, fake, silent, done)
    return done, fake.asked


def groups_of(people: PeopleStore) -> tuple[Group, ...]:
    return grouped(people.faces(), people.said(), people.names())


def names_of(groups: Sequence[Group]) -> list[tuple[str, str]]:
    """Each group's name, and its faces as "photo:who"."""
    return sorted((group.name, " ".join(sorted(f"{f.photo.stem}:{f.key[0]}" for f in group.faces))) for group in groups)


def holding(groups: Sequence[Group], photo: str, who: str = "") -> tuple[Group, Known]:
    return next((g, f) for g in groups for f in g.faces if f.photo.stem == photo and f.key.startswith(who))


# --- the index -------------------------------------------------------------------------------------------------------


def test_what_is_known_and_unchanged_is_not_looked_at_again(people: PeopleStore, photos: Any) -> None:
    folder = photos(one="a b", two="a", bad="broken")
    done, asked = indexed(people, folder)
    assert (done.looked_at, done.faces, asked) == (3, 3, ["bad.jpg", "one.jpg", "two.jpg"])
    assert done.failed == [f"{folder / 'bad.jpg'} is broken."] == list(people.broken(folder).values())
    done, asked = indexed(people, folder)
    assert (done.unchanged, asked) == (3, [])
    photos(bad="c now whole")
    (folder / "bad.jpg").write_text("c")
    done, asked = indexed(people, folder)
    assert (asked, people.broken(folder)) == (["bad.jpg"], {})


def test_moved_changed_and_deleted_photos_are_noticed(people: PeopleStore, photos: Any) -> None:
    folder = photos(one="a", two="b", three="c c4")
    indexed(people, folder)
    before = {face.key: face.id for face in people.faces()}
    (folder / "below").mkdir()
    (folder / "one.jpg").rename(folder / "below" / "other.jpg")
    (folder / "two.jpg").unlink()
    (folder / "three.jpg").write_text("d")
    os.utime(folder / "three.jpg", ns=(1, 1))
    done, asked = indexed(people, folder)
    assert (done.moved, done.removed, asked) == (1, 1, ["three.jpg"])
    after = {face.key: face for face in people.faces()}
    assert set(after) == {"a:0", "d:0"}
    assert after["a:0"].id == before["a:0"] and after["a:0"].photo == (folder / "below" / "other.jpg").resolve()


def test_a_copy_is_a_photo_of_its_own(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a"))
    done, asked = indexed(people, photos(two="a"))
    assert (done.moved, asked, len(people.faces())) == (0, ["two.jpg"], 2)


def test_another_folder_leaves_what_is_known_of_the_first(people: PeopleStore, photos: Any, tmp_path: Path) -> None:
    folder = photos(one="a")
    beside = tmp_path / "photos2"
    beside.mkdir()
    indexed(people, folder)
    assert indexed(people, beside)[0].removed == 0
    assert len(people.faces(folder)) == 1 and not people.faces(beside)


def test_what_was_finished_before_a_stop_is_kept(people: PeopleStore, photos: Any) -> None:
    folder, done = photos(one="a", three="b", two="c"), Indexed()

    def progress(_fraction: float, text: str) -> None:
        if text == "two.jpg":
            raise Cancelled

    with pytest.raises(Cancelled):
        index(people, folder, Fake(), progress, done)
    assert (done.looked_at, done.faces) == (2, 2)
    assert indexed(people, folder)[1] == ["two.jpg"]


def test_a_name_that_is_no_text_is_kept_as_it_is(people: PeopleStore, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff'%_.jpg")
    try:
        path.write_text("a")
    except OSError:
        pytest.skip("this file system takes text alone")
    indexed(people, tmp_path)
    assert [face.photo for face in people.faces(tmp_path.resolve())] == [path.resolve()]


def test_a_face_comes_back_as_it_was_filed(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="b a3"))
    first, second = people.faces()
    assert (first.number, second.number, second.key, second.box_xyxy) == (1, 2, "a3:1", (1, 0, 2, 1))
    assert np.array_equal(second.descriptor, look("a3")) and people.thumbnail(second) == b"jpeg"
    assert np.array_equal(people.looks("tiny")[first.id], look("b")[:4]) and not people.looks("other")


# --- nearest, and groups ---------------------------------------------------------------------------------------------


def test_distances_are_those_of_the_rows() -> None:
    rows = np.random.default_rng(0).normal(size=(5, SIZE)).astype(np.float32)
    expected = np.linalg.norm(rows[:, None] - rows[None, :3], axis=2)
    assert np.allclose(distances(rows, rows[:3]), expected, atol=0.01)


def test_the_nearest_come_first_and_each_photo_once(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a4 a1", two="b", three="a2"))
    found = nearest(look("a"), people.faces())
    assert [(round(far, 1), face.key) for far, face in found] == [(0.1, "a1:1"), (0.2, "a2:0"), (1.3, "b:0")]
    assert nearest(look("a"), []) == []


def test_clusters_are_the_planted_people() -> None:
    random = np.random.default_rng(1)
    centres = np.repeat(np.stack(list(PEOPLE.values())), 12, axis=0)
    rows = (centres + random.normal(size=centres.shape) * 0.35 / np.sqrt(2 * SIZE)).astype(np.float32)
    found = clusters(rows)
    assert sorted(found) == [list(range(start, start + 12)) for start in range(0, 96, 12)]


@pytest.mark.parametrize("rows", [["a"], ["a", "a3"], ["a", "a1", "a2", "a3"], ["a", "a", "a"]])
def test_pictures_of_one_person_alone_are_one_cluster(rows: list[str]) -> None:
    assert clusters(np.stack([look(row) for row in rows])) == [list(range(len(rows)))]


def test_bursts_of_a_person_stay_together() -> None:
    rows = np.stack([look("a")] * 8)
    rows[np.arange(8), 40 + np.arange(8) // 2] = 0.28  # four bursts of two, 0.4 from each other
    rows[np.arange(8), 60 + np.arange(8)] = 0.02
    assert clusters(rows) == [list(range(8))]


def test_two_people_who_are_near_to_each_other_are_divided() -> None:
    rows = np.stack([look("a")] * 12)
    rows[6:, 50] = 0.42  # above what is never divided, below what may be grouped
    rows[np.arange(12), 60 + np.arange(12)] = 0.1
    assert clusters(rows) == [list(range(6)), list(range(6, 12))]


def test_a_person_is_in_a_photo_once_and_the_best_match_wins(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a", two="a1", three="a2 a5", four="b"))
    assert names_of(groups_of(people)) == [("", "four:b"), ("", "one:a three:a two:a"), ("", "three:a")]
    (_group, face) = holding(groups_of(people), "three", "a5")
    assert len(_group.faces) == 1 and face.number == 2


def test_the_other_face_gets_the_next_person_who_is_near_enough(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a", two="a1", three="a a3"))
    groups = groups_of(people)
    corrections.split(people, holding(groups, "two")[0], (holding(groups, "two")[1],))
    assert names_of(groups_of(people)) == [("", "one:a three:a"), ("", "three:a two:a")]


# --- what was said ---------------------------------------------------------------------------------------------------


@pytest.fixture
def album(people: PeopleStore, photos: Any) -> Callable[[], Path]:
    """Two photos each of a and b; called again, it is a rescan of all with one photo of each more."""
    indexed(people, photos(one="a b", two="a1 b1"))

    def again() -> Path:
        folder = photos(three="b2 a2")
        for path in folder.iterdir():
            os.utime(path, ns=(7, 7))
        assert len(indexed(people, folder)[1]) == 3
        return folder

    return again


def test_a_name_survives_a_rescan_and_new_photos_follow(people: PeopleStore, album: Any) -> None:
    groups = groups_of(people)
    corrections.name(people, holding(groups, "one", "a")[0], " Änne ", groups)
    album()
    assert names_of(groups_of(people)) == [("", "one:b three:b two:b"), ("Änne", "one:a three:a two:a")]


def test_a_name_survives_that_the_photos_were_away(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a b", two="a1 b1"))
    groups = groups_of(people)
    corrections.name(people, holding(groups, "one", "a")[0], "Ann", groups)
    folder = photos()
    for path in folder.iterdir():
        path.unlink()
    indexed(people, folder)
    assert not people.faces()
    indexed(people, photos(one="a b", two="a1 b1"))
    assert names_of(groups_of(people)) == [("", "one:b two:b"), ("Ann", "one:a two:a")]


def test_split_faces_stay_apart(people: PeopleStore, album: Any) -> None:
    group, face = holding(groups_of(people), "two", "a")
    corrections.split(people, group, (face,))
    album()
    a_groups = [row for _name, row in names_of(groups_of(people)) if ":a" in row]
    assert len(a_groups) == 2 and not any("one:a" in row and "two:a" in row for row in a_groups)
    with pytest.raises(UserError, match="All faces"):
        corrections.split(people, group, group.faces)


def test_a_face_that_is_not_this_person_never_comes_back(people: PeopleStore, album: Any) -> None:
    corrections.not_this(people, *holding(groups_of(people), "two", "a"))
    apart = [("", "one:a"), ("", "one:b two:b"), ("", "two:a")]
    assert names_of(groups_of(people)) == apart
    album()
    assert names_of(groups_of(people)) == [("", "one:a three:a"), ("", "one:b three:b two:b"), ("", "two:a")]


def test_groups_with_the_same_name_are_one(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a", two="a1", three="c", four="c1", five="a2 c2"))
    groups = groups_of(people)
    corrections.name(people, holding(groups, "one")[0], "Ann", groups)
    with pytest.raises(UserError, match=r"five\.jpg.*at most once"):
        corrections.name(people, holding(groups, "three")[0], "ann", groups_of(people))
    (photos() / "five.jpg").unlink()
    indexed(people, photos())
    corrections.name(people, holding(groups_of(people), "three")[0], "ann", groups_of(people))
    assert names_of(groups_of(people)) == [("Ann", "four:c one:a three:c two:a")]
    assert list(people.names().values()) == ["Ann"]


def test_two_named_groups_are_merged_under_the_first_name(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a", two="b"))
    for photo, text in (("one", "Ann"), ("two", "Bea")):
        corrections.name(people, holding(groups_of(people), photo)[0], text, groups_of(people))
    corrections.merge(people, holding(groups_of(people), "one")[0], holding(groups_of(people), "two")[0])
    assert names_of(groups_of(people)) == [("Ann", "one:a two:b")]


@pytest.mark.parametrize("text", ["", "  ", "x" * 61, "a\nb"])
def test_what_is_no_name_is_refused(people: PeopleStore, photos: Any, text: str) -> None:
    indexed(people, photos(one="a"))
    with pytest.raises(UserError, match="can't name a person"):
        corrections.name(people, groups_of(people)[0], text, ())


def test_a_moved_face_stays_with_the_other_person(people: PeopleStore, album: Any) -> None:
    groups = groups_of(people)
    with pytest.raises(UserError, match=r"two\.jpg shows this person already"):
        corrections.move(people, *alone(holding(groups, "two", "a")), holding(groups, "two", "b")[0])
    corrections.split(people, *alone(holding(groups, "two", "b")))
    groups = groups_of(people)
    corrections.move(people, *alone(holding(groups, "two", "a")), holding(groups, "one", "b")[0])
    album()
    group, _face = holding(groups_of(people), "two", "a")
    assert any(face.key == "b:1" for face in group.faces)


def alone(found: tuple[Group, Known]) -> tuple[Group, tuple[Known, ...]]:
    return found[0], (found[1],)


def test_corrections_need_no_new_clusters(people: PeopleStore, album: Any, tmp_path: Path) -> None:
    write_likeness(str(tmp_path / "likeness.json"), silent)
    likeness, faces = json.loads((tmp_path / "likeness.json").read_text()), people.faces()
    rows = [[row for row, face in enumerate(faces) if face.key in keys] for keys in likeness]
    corrections.not_this(people, *holding(groups_of(people), "two", "a"))
    corrections.name(people, holding(groups_of(people), "one", "b")[0], "Bea", groups_of(people))
    again = grouped(faces, people.said(), people.names(), rows)
    assert names_of(again) == names_of(groups_of(people)) == [("", "one:a"), ("", "two:a"), ("Bea", "one:b two:b")]
    album()
    assert ("Bea", "one:b three:b two:b") in names_of(groups_of(people))


# --- faces that were missed ------------------------------------------------------------------------------------------


BOX = (0.5, 0.25, 0.75, 0.5)


def test_a_drawn_face_survives_rescans_moves_and_changes(people: PeopleStore, photos: Any) -> None:
    folder, fake = photos(one="a", two="b"), Fake()
    indexed(people, folder)
    face = draw(people, folder / "one.jpg", BOX, fake, silent)
    assert (face.key, face.number, face.drawn) == ("h:a", 2, True)
    corrections.name(people, holding(groups_of(people), "one", "h")[0], "Hal", groups_of(people))
    os.utime(folder / "one.jpg", ns=(5, 5))
    indexed(people, folder)
    assert ("Hal", "one:h") in names_of(groups_of(people))
    photos(one="a2 longer")  # the same file, edited elsewhere
    (folder / "one.jpg").write_text("a2")
    indexed(people, folder)
    (folder / "one.jpg").rename(folder / "moved.jpg")
    indexed(people, folder)
    (folder / "moved.jpg").rename(folder.parent / "away.jpg")
    indexed(people, folder)
    assert len(people.faces()) == 1
    (folder.parent / "away.jpg").rename(folder / "back.jpg")
    indexed(people, folder)
    assert [(face.photo.stem, face.drawn) for face in people.faces() if face.key[0] == "h"] == [("back", True)]
    people.undraw(next(face.key for face in people.faces() if face.drawn))
    os.utime(folder / "back.jpg", ns=(6, 6))
    indexed(people, folder)
    assert [face.key[0] for face in people.faces()] == ["a", "b"]


def test_a_face_that_is_known_can_not_be_drawn(people: PeopleStore, photos: Any) -> None:
    folder = photos(one="h")
    indexed(people, folder)
    with pytest.raises(UserError, match="known already"):
        draw(people, folder / "one.jpg", BOX, Fake(), silent)
    assert not people.drawn((folder / "one.jpg").resolve(), state_of(folder / "one.jpg"))


def test_a_store_from_before_faces_could_be_drawn_is_taken() -> None:
    with open_people() as people:
        people.say(["a:0"], None)
    file = sqlite3.connect(paths.user_people() / FILE)
    file.executescript("DROP TABLE drawn; DROP TABLE sidecars")
    file.close()
    with open_people() as people:
        assert people.said() and not people.drawn(Path("x"), FileState(1, 1, b""))


# --- files from outside ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON photos BEGIN DELETE FROM faces; END", "tables"),
        ("CREATE VIEW v AS SELECT 1", "tables"),
        ("DROP TABLE said", "tables"),
        ("UPDATE faces SET descriptor = zeroblob(1000000)", "row"),
        ("UPDATE faces SET x0 = 'left'", "row"),
        ("UPDATE photos SET path = 'text'", "row"),
        ("UPDATE photos SET path = x'2f00'", "row"),
        ("INSERT INTO drawn VALUES (1, x'2f', 1, x'00', '', 0, 0.5, 1.5, 0.2)", "row"),
        ("UPDATE faces SET descriptor = x'" + "0000c07f" * SIZE + "'", "not finite"),
    ],
)
def test_a_store_that_others_have_changed_is_refused(photos: Any, change: str, said: str) -> None:
    with open_people() as people:
        indexed(people, photos(one="a"))
    file = sqlite3.connect(paths.user_people() / FILE)
    file.execute(change)
    file.commit()
    file.close()
    with pytest.raises(UserError, match=f"{said}.*forget it"), open_people() as people:
        people.faces()


def test_a_file_that_is_no_store_is_refused_and_can_be_forgotten() -> None:
    paths.user_people().mkdir(parents=True)
    (paths.user_people() / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(UserError, match=r"people\.sqlite is no list of people"), open_people():
        pass
    assert forget_everything() and not forget_everything()
    with open_people() as people:
        assert not people.faces()


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    fake = Fake()
    monkeypatch.setattr(command, "open_describer", lambda _args: fake)
    return fake


@pytest.mark.usefixtures("fake")
def test_the_command_indexes_finds_names_and_forgets(run: Any, refused: Any, photos: Any, tmp_path: Path) -> None:
    assert "index its folder first" in refused("people", "find", "--like", tmp_path / "x.jpg")
    folder = photos(one="a b", two="a1", three="c", bad="broken")
    said = run("people", "index", folder)
    assert said.code == 0 and "4 photos looked at" in said.out and "4 faces" in said.out
    assert "passed over" in said.err and "bad.jpg" in said.err
    assert "per 1,000" in said.out and "per 1,000" not in run("people", "index", folder).out
    said = run("people", "list")
    assert "somebody: 2 photos" in said.out and "1 people, and 2 faces that are like no other." in said.out
    assert run("people", "name", "a:0", "Ann").code == 0
    assert "Ann: 2 photos" in run("people", "list").out
    like = tmp_path / "like.jpg"
    like.write_text("a2")
    rows = json.loads(run("people", "find", "--like", like, "--json").out)
    assert [(Path(row["photo"]).name, row["distance"], row["name"]) for row in rows] == [
        ("two.jpg", 0.1, "Ann"),
        ("one.jpg", 0.2, "Ann"),
    ]
    assert "two.jpg (face 1)  Ann" in run("people", "find", "--like", like, folder).out
    alike = run("people", "find", "--like", like, "--by", "look", folder).out.splitlines()
    assert sorted(line.split(maxsplit=1)[0] for line in alike) == ["a1:0", "a:0", "b:1", "c:0"]
    assert len(json.loads(run("people", "find", "--like", like, "--by", "look", "--json").out)) == 4
    assert run("people", "apart", "a1:0").code == 0
    assert "Ann: 1 photo\n" in run("people", "list").out
    assert "has the id nobody" in refused("people", "name", "nobody", "Ben")
    like.write_text("h")
    assert "Nobody is like this" in run("people", "find", "--like", like).out
    like.write_text("")
    assert "No face was found" in refused("people", "find", "--like", like)
    assert "is no folder" in refused("people", "index", folder / "one.jpg")
    assert "forgotten" in run("people", "forget").out
    assert "0 people" in run("people", "list").out


def test_a_real_face_is_described_and_found_where_it_is_drawn(editor: Any, photo: Path) -> None:
    told = []
    (face,) = describer(editor)(photo, (), lambda fraction, text: told.append((fraction, text)))
    assert np.allclose(face.descriptor, editor.descriptor(face.key))
    thumbnail = Image.open(BytesIO(face.thumbnail))
    assert (
        thumbnail.format == "JPEG"
        and np.abs(np.asarray(thumbnail, float).mean((0, 1)) - editor.crop(face.key).mean((0, 1))).max() < 3
    )
    assert face.descriptor.shape == (SIZE,) and face.descriptor.dtype == np.float32
    assert face.w is not None and face.w.shape == (editor.model.latents.mean.shape[0],)
    assert face.encoder == editor.model.fingerprint
    assert told[-1][0] < 1
    face_alone = Drawn(7, (0.1, 0.1, 0.3, 0.3)), Drawn(8, (0.38, 0.1, 0.52, 0.34)), Drawn(9, (0.1, 0.1, 0.101, 0.101))
    seen = describer(editor)(photo, face_alone, silent)
    assert [one.drawn for one in seen] == [7, 0]  # 8 is the face that was seen, 9 too small
    drawn = editor.sibling()
    drawn.put_photo(np.asarray(Image.open(photo)))
    again = drawn.add_face_in((0.36 * 512, 0.08 * 512, 0.56 * 512, 0.36 * 512))
    assert distance(drawn.descriptor(again.id), face.descriptor) < 0.15


# --- a person as a choice of faces ------------------------------------------------------------------------------------


class Looks:
    """An editor that reads whom a face shows off its id."""

    def descriptor(self, face: str) -> np.ndarray:
        return look(face.split(":")[0]).astype(np.float64)


def test_a_person_with_a_name_is_found_in_photos_that_were_never_indexed(people: PeopleStore, photos: Any) -> None:
    indexed(people, photos(one="a b", two="a4 c", three="a5 c3"))
    corrections.name(people, holding(groups_of(people), "one", "a")[0], "Änna", groups_of(people))
    group, stranger = holding(groups_of(people), "three", "a5")
    corrections.not_this(people, group, stranger)
    choice = face_choice("person:änna", Looks(), print)
    assert face_choice(f"person:{unicodedata.normalize('NFD', 'änna')}", Looks(), print).person

    def chosen(words: str) -> str:
        faces = [Face(face.key, face.box_xyxy, np.zeros((68, 2)), 1.0) for face in described(words)]
        return " ".join(face.id for face in choice.among(faces, Looks(), "photo.jpg"))

    assert chosen("b a3") == "a3:1", "by what it looks like"
    assert chosen("a a4") == "a:0" and chosen("b a6") == "a6:1", "near to one of the person's faces is enough"
    assert chosen("a7 a1") == "a1:1", "the nearest of several"
    with pytest.raises(FaceError, match=r"No face in photo\.jpg is änna's: the nearest is at a distance of 1\.27"):
        chosen("b c")
    with pytest.raises(FaceError, match="you have said of each that it is somebody else's"):
        chosen("a5")
    with pytest.raises(UserError, match="No person is called 'Ben'; those who have a name are: Änna"):
        face_choice("person:Ben", Looks(), print)
    people.remove([face.photo for face in people.faces()])
    with pytest.raises(UserError, match="None of änna's photos is there any more"):
        face_choice("person:änna", Looks(), print)
