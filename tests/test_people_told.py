"""Names in XMP become names here, and names from here go into XMP: planted faces in tiny pictures."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from test_people import groups_of, look, names_of
from test_regions import SHAPE, packet

from ganeditor import paths
from ganeditor.batch.people.index import Indexed, index
from ganeditor.batch.people.naming import Written, write_names
from ganeditor.cli import people as command
from ganeditor.progress import Progress, silent
from ganeditor.project.embedding import Shape, packet_in, with_packet
from ganeditor.project.people import corrections
from ganeditor.project.people.region_writing import with_regions
from ganeditor.project.people.regions import Region, regions_in
from ganeditor.project.people.store import FILE, PeopleStore, open_people
from ganeditor.project.people.values import Described, Drawn

PLACES = {"left": (20, 40, 100, 160), "right": (240, 40, 320, 160)}
"""Boxes in pixels of pictures of 400 × 200."""

SHARES = {name: (x0 / 400, y0 / 200, x1 / 400, y1 / 200) for name, (x0, y0, x1, y1) in PLACES.items()}


class Album:
    """Pictures in a folder, and a describer that finds the faces that were planted in them."""

    def __init__(self, people: PeopleStore, folder: Path) -> None:
        self.people, self.folder, self.asked = people, folder, list[str]()
        self.planted = dict[str, dict[str, str]]()

    def add(self, name: str, xmp: bytes | None = None, **faces: str) -> Path:
        """add("1.jpg", left="a") has a's face at the left; a drawn face in it is whose the file's name says."""
        path = self.folder / name
        Image.fromarray(np.full((200, 400, 3), len(self.planted), np.uint8)).save(path)
        if xmp:
            path.write_bytes(with_packet(path.read_bytes(), xmp))
        self.planted[name] = faces
        return path

    def describe(self, path: Path, drawn: Sequence[Drawn], _progress: Progress) -> list[Described]:
        self.asked.append(path.name)
        faces = [
            Described(f"{who[0]}:{path.name}", PLACES[place], look(who), b"jpeg")
            for place, who in self.planted[path.name].items()
        ]
        for one in drawn:
            box = tuple(share * side for share, side in zip(one.box_xyxy, (400, 200) * 2, strict=True))
            faces.append(Described(f"h:{path.name}", box, look("h"), b"jpeg", drawn=one.id))
        return faces

    def index(self) -> Indexed:
        done = Indexed()
        self.asked.clear()
        index(self.people, self.folder, self.describe, silent, done)
        return done

    def names(self) -> list[tuple[str, str]]:
        return names_of(groups_of(self.people))

    def write(self, embed: bool = False) -> Written:
        done = Written()
        write_names(self.people, self.folder, groups_of(self.people), embed, silent, done)
        return done


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Album]:
    (tmp_path / "photos").mkdir()
    with open_people() as people:
        yield Album(people, (tmp_path / "photos").resolve())


def told(**names: str) -> bytes:
    """XMP with names at places."""
    return with_regions(packet(), [Region(name, SHARES[place]) for place, name in names.items()], SHAPE)


@pytest.mark.parametrize("sidecar", ["1.jpg.xmp", "1.xmp", "1.XMP", None])
def test_names_in_xmp_are_learnt_and_others_of_the_person_follow(album: Album, sidecar: str | None) -> None:
    album.add("1.jpg", None if sidecar else told(left="Ann"), left="a", right="b")
    album.add("2.jpg", left="b1", right="a1")
    if sidecar:
        (album.folder / sidecar).write_bytes(told(left="Ann"))
    album.index()
    assert album.names() == [("", "1:b 2:b"), ("Ann", "1:a 2:a")]


def test_the_same_name_elsewhere_is_the_same_person_but_once_in_a_photo(album: Album) -> None:
    album.add("1.jpg", told(left="Ann"), left="a")
    album.add("2.jpg", told(left="ANN", right="Ann"), left="c", right="d")
    album.index()
    assert list(album.people.names().values()) == ["Ann"]
    assert len(album.names()) == 2 and ("Ann", "1:a 2:c") in album.names()


def test_what_was_said_here_counts_more(album: Album) -> None:
    album.add("1.jpg", told(left="Ann"), left="a")
    album.add("2.jpg", told(left="Ann"), left="a1")
    album.index()
    groups = groups_of(album.people)
    corrections.name(album.people, groups[0], "Bea", groups)
    (face,) = [face for face in groups[0].faces if face.photo.name == "2.jpg"]
    corrections.not_this(album.people, groups_of(album.people)[0], face)
    for path in album.folder.iterdir():
        os.utime(path, ns=(7, 7))
    assert album.index().looked_at == 2
    assert album.names() == [("Ann", "2:a"), ("Bea", "1:a")], "who it is instead was open"


def test_a_new_sidecar_is_read_without_looking_at_the_photo_again(album: Album) -> None:
    album.add("1.jpg", left="a")
    album.index()
    (album.folder / "1.jpg.xmp").write_bytes(told(left="Ann"))
    assert album.index().unchanged == 1 and album.asked == [] and album.names() == [("Ann", "1:a")]
    (album.folder / "1.jpg.xmp").write_bytes(told(left="Bea"))
    os.utime(album.folder / "1.jpg.xmp", ns=(8, 8))
    album.index()
    assert album.names() == [("Ann", "1:a")], "what is known stays"
    (album.folder / "1.jpg.xmp").unlink()
    album.index()
    assert album.people.sidecars(album.folder) == {}


def test_a_face_that_only_xmp_tells_of_is_drawn_and_stays(album: Album) -> None:
    album.add("1.jpg", told(left="Ann", right="Hal"), left="a")
    done = album.index()
    assert (done.faces, album.names()) == (2, [("Ann", "1:a"), ("Hal", "1:h")])
    assert [face.drawn for face in album.people.faces()] == [False, True]
    album.add("1.jpg", left="a")
    os.utime(album.folder / "1.jpg", ns=(7, 7))
    album.index()
    assert album.names() == [("Ann", "1:a"), ("Hal", "1:h")]
    (album.folder / "1.jpg.xmp").write_bytes(told(right="Hal"))
    assert album.index().looked_at == 0, "a drawn face is known"


def test_a_sidecar_with_one_face_more_has_its_photo_looked_at(album: Album) -> None:
    album.add("1.jpg", left="a")
    album.index()
    (album.folder / "1.jpg.xmp").write_bytes(told(left="Ann", right="Hal"))
    done = album.index()
    assert (done.looked_at, done.unchanged) == (1, 0)
    assert album.names() == [("Ann", "1:a"), ("Hal", "1:h")] and album.index().looked_at == 0


def test_hostile_sidecars_are_named_and_cost_nothing_else(album: Album) -> None:
    album.add("1.jpg", told(left="Ann"), left="a")
    (album.folder / "1.jpg.xmp").write_bytes(b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + told(left="Eve")[70:])
    done = album.index()
    assert len(done.refused) == 1 and "1.jpg.xmp has XMP with a document type" in done.refused[0]
    assert album.names() == [("Ann", "1:a")] and album.index().refused == []
    before = (album.folder / "1.jpg.xmp").read_bytes()
    written = album.write()
    assert "nothing was written" in written.refused[0] and (album.folder / "1.jpg.xmp").read_bytes() == before


# --- writing ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def named(album: Album) -> Album:
    """Ann at the left of two photos, of which the first has XMP with a title; somebody at the right of the first."""
    album.add("1.jpg", packet(), left="a", right="b")
    album.add("2.png", left="a1")
    album.index()
    groups = groups_of(album.people)
    corrections.name(album.people, groups[0], "Ann", groups)
    return album


def boxes(data: bytes | None, shape: Shape = SHAPE) -> dict[str, tuple[float, ...]]:
    return {region.name: tuple(np.round(region.box_xyxy, 3)) for region in regions_in(data or b"", shape)}


def test_names_go_into_sidecars_and_the_photos_stay(named: Album) -> None:
    before = {path: path.read_bytes() for path in named.folder.iterdir()}
    done = named.write()
    assert [path.name for path in done.files] == ["1.jpg.xmp", "2.png.xmp"] and not done.refused
    assert all(path.read_bytes() == data for path, data in before.items())
    sidecar = done.files[0].read_bytes()
    assert boxes(sidecar) == {"Ann": SHARES["left"]} and b"A &#x26; B  &gt;" in sidecar, "with what the photo says"
    assert (len(named.write().files), named.write().unchanged) == (0, 2)
    assert named.index().looked_at == 0 and named.asked == []


def test_a_sidecar_that_is_there_is_added_to(named: Album) -> None:
    (named.folder / "1.xmp").write_bytes(packet('<dc:source xmlns="x:y">  kept\t</dc:source>'))
    done = named.write()
    assert [path.name for path in done.files] == ["1.xmp", "2.png.xmp"]
    assert b'<dc:source xmlns="x:y">  kept\t</dc:source>' in done.files[0].read_bytes()


def test_names_go_into_photos_without_a_pixel_changing(named: Album) -> None:
    pixels = {path: np.asarray(Image.open(path)) for path in named.folder.iterdir()}
    done = named.write(embed=True)
    assert sorted(path.name for path in done.files) == ["1.jpg", "2.png"] and set(done.files) == set(pixels)
    for path in done.files:
        assert np.array_equal(np.asarray(Image.open(path)), pixels[path])
        assert boxes(packet_in(path)[0]) == {"Ann": SHARES["left"]}
    assert b"A &#x26; B  &gt;" in done.files[0].read_bytes()
    assert named.index().looked_at == 0 and named.write(embed=True).unchanged == 2


def test_what_cannot_be_written_is_named_and_the_rest_goes_on(named: Album) -> None:
    named.add("3.bmp", left="a2")
    named.index()
    os.utime(named.folder / "1.jpg", ns=(7, 7))
    done = named.write(embed=True)
    assert [path.name for path in done.files] == ["2.png"]
    assert "1.jpg has changed" in done.refused[0] and "3.bmp is of a kind" in done.refused[1]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_photo_is_left_alone(named: Album) -> None:
    (named.folder / "1.jpg").chmod(0o444)
    done = named.write(embed=True)
    assert [path.name for path in done.files] == ["2.png"] and "read-only" in done.refused[0]


def test_names_go_round(named: Album) -> None:
    """What one writes, another reads: the store is new, the names are those."""
    named.write()
    (paths.user_people() / FILE).unlink()
    with open_people() as fresh:
        other = Album(fresh, named.folder)
        other.planted = named.planted
        other.index()
        assert other.names() == [("", "1:b"), ("Ann", "1:a 2:a")]


# --- the commands ----------------------------------------------------------------------------------------------------


def test_the_commands_split_merge_and_write(
    run: Any, refused: Any, named: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "open_describer", lambda _args: named.describe)
    assert run("people", "split", "a:2.png").code == 0
    assert named.names() == [("", "1:b"), ("", "2:a"), ("Ann", "1:a")]
    assert "No face of this person" in refused("people", "split", "a:2.png", "b:1.jpg")
    assert run("people", "name", "a:2.png", "Anna").code == 0
    assert run("people", "merge", "ann", "a:2.png").code == 0
    assert named.names() == [("", "1:b"), ("Ann", "1:a 2:a")] and list(named.people.names().values()) == ["Ann"]
    assert "one person already" in refused("people", "merge", "Ann", "a:1.jpg")
    assert "at most once" in refused("people", "merge", "Ann", "b:1.jpg")
    assert "has the id Zoe" in refused("people", "merge", "Ann", "Zoe")
    for path in named.folder.iterdir():
        os.utime(path, ns=(7, 7))
    run("people", "index", named.folder)
    assert named.names() == [("", "1:b"), ("Ann", "1:a 2:a")], "it outlives a rescan"
    said = run("people", "write", named.folder)
    assert said.code == 0 and "written into 2 sidecars; 0 photos had them already" in said.out
    said = run("people", "write", "--embed", named.folder)
    assert said.code == 0 and "into 2 photos" in said.out
    named.add("1.jpg", left="a")
    said = run("people", "write", named.folder)
    assert said.code == 1 and "1.jpg has changed" in said.err
    assert "is no folder" in refused("people", "write", named.folder / "1.jpg")
