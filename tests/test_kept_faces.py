"""The store of kept faces: names, and what may be done to them."""

import pytest

from ganeditor import paths
from ganeditor.errors import UserError
from ganeditor.project.kept_faces import delete_face, keep_face, kept_faces, read_kept, rename_face


def test_faces_are_kept_renamed_and_deleted():
    assert kept_faces() == ()
    assert keep_face(" Zoë 1998 ", b"z") == "Zoë 1998"
    keep_face("anna", b"a")
    assert kept_faces() == ("anna", "Zoë 1998")
    assert rename_face("anna", "Anna") == "Anna"
    assert rename_face("Anna", "Anna") == "Anna"
    assert read_kept("Anna") == b"a" and read_kept("Zoë 1998") == b"z"
    delete_face("Anna")
    assert kept_faces() == ("Zoë 1998",)


def test_no_face_takes_anothers_place():
    keep_face("anna", b"a")
    keep_face("ben", b"b")
    with pytest.raises(UserError, match="already"):
        keep_face("ANNA", b"c")
    with pytest.raises(UserError, match="already"):
        rename_face("ben", "Anna")
    assert read_kept("anna") == b"a" and kept_faces() == ("anna", "ben")


@pytest.mark.parametrize("name", ["", " ", "../anna", "a/b", "a\\b", "anna.", "a\nb", ".anna", "a" * 61])
def test_names_that_no_file_can_have(name):
    keep_face("ben", b"b")
    with pytest.raises(UserError, match="can't name"):
        keep_face(name, b"")
    with pytest.raises(UserError, match="can't name"):
        rename_face("ben", name)
    with pytest.raises(UserError, match="no kept face"):
        read_kept(name)
    assert [path.name for path in paths.user_faces().iterdir()] == ["ben.face"]


def test_what_is_not_there_is_said():
    keep_face("ben", b"b")
    for ask in (read_kept, delete_face, lambda name: rename_face(name, "carl")):
        with pytest.raises(UserError, match="ben"):
            ask("anna")
