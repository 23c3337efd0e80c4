"""Folders are worked through without what systems put into them, and what is passed over is counted."""

from pathlib import Path

import pytest

from ganeditor.progress import Cancelled
from ganeditor.project.folders import photos_in


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_hidden_and_system_files_are_no_photos_and_are_not_counted(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "a.jpg",
        "._a.jpg",
        "@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg",
        ".thumbnails/1.png",
        ".AppleDouble/a.jpg",
        "__MACOSX/._a.jpg",
        "Thumbs.db",
        "sub/b.HEIC",
        "sub/._b.HEIC",
    )
    found = photos_in([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for _root, path in found.photos] == ["a.jpg", "sub/b.HEIC"]
    assert {root for root, _path in found.photos} == {tmp_path}
    assert found.notices == ()


def test_what_is_passed_over_is_counted_by_kind(tmp_path: Path) -> None:
    tree(tmp_path, "a.jpg", "1.CR2", "2.cr2", "clip.mov", "README")
    (sentence,) = photos_in([tmp_path]).notices
    assert (
        sentence.startswith("4 files are passed over, since only photos are taken")
        and "2 .cr2" in sentence
        and "1 .mov" in sentence
    )
    tree(tmp_path / "many", *(f"a.x{n}" for n in range(9)))
    (sentence,) = photos_in([tmp_path / "many"]).notices
    assert "3 others" in sentence


def test_files_that_are_named_are_taken_as_they_are(tmp_path: Path) -> None:
    hidden = tmp_path / ".hidden"
    tree(hidden, "._a.jpg", "b.png")
    assert photos_in([hidden / "._a.jpg"]).photos == ((None, hidden / "._a.jpg"),)
    assert [path.name for _root, path in photos_in([hidden]).photos] == ["b.png"]


def test_reading_a_large_tree_can_be_ended(tmp_path: Path) -> None:
    tree(tmp_path, *(f"{number % 7}/{number}.jpg" for number in range(250)))
    told: list[str] = []

    def progress(_fraction: float, text: str) -> None:
        told.append(text)
        if len(told) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        photos_in([tmp_path], progress=progress)
    assert len(told) == 2, "before all of it was seen"
