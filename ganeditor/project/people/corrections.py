"""What a person can say of groups of faces; it outlives every rescan, and faces that come later follow it."""

import unicodedata

from ganeditor.errors import UserError
from ganeditor.project.people.store import PeopleStore
from ganeditor.project.people.values import Group, Known

LONGEST_NAME = 60


def name(people: PeopleStore, group: Group, text: str, groups: tuple[Group, ...]) -> None:
    """Call a group; if another of groups is called so already, both are one person."""
    text = _checked(text)
    there = _called(people, text, groups)
    if there is not None and there.person != group.person:
        merge(people, there, group)
    else:
        people.rename(_confirmed(people, group), text)


def say_who(people: PeopleStore, group: Group, faces: tuple[Known, ...], text: str, groups: tuple[Group, ...]) -> None:
    """These faces of group are the person called text, who may be new."""
    if len(faces) == len(group.faces):
        name(people, group, text, groups)
        return
    text = _checked(text)
    there = _called(people, text, groups)
    if there is not None and there.person != group.person:
        move(people, group, faces, there)
    elif there is None:
        people.rename(split(people, group, faces), text)


def merge(people: PeopleStore, group: Group, other: Group) -> None:
    """Both are one person, who has the name of group, or of other if group has none."""
    shared = {face.photo for face in group.faces} & {face.photo for face in other.faces}
    if shared:
        raise UserError(f"Both are in {min(shared)}, and a person is in one photo at most once; split them first.")
    person, more = _confirmed(people, group), other.person
    people.say([face.key for face in other.faces], person)
    if more is not None and more in people.names():
        people.join(person, more)  # with those whose photos are gone
    if other.name and not people.names()[person]:
        people.rename(person, other.name)


def split(people: PeopleStore, group: Group, faces: tuple[Known, ...]) -> int:
    """These faces of group are somebody else, all the same one; who it is."""
    rest = tuple(face for face in group.faces if face not in faces)
    if not rest:
        raise UserError("All faces of the group are chosen; leave those that are to stay.")
    return people.say([face.key for face in faces], None, _confirmed(people, Group(rest, group.person)))


def move(people: PeopleStore, group: Group, faces: tuple[Known, ...], other: Group) -> int:
    """These faces of group are the person of other; who that is."""
    shared = {face.photo for face in faces} & {face.photo for face in other.faces}
    if shared:
        raise UserError(f"{min(shared)} shows this person already, and nobody is in one photo twice.")
    rest = tuple(face for face in group.faces if face not in faces)
    apart = _confirmed(people, Group(rest, group.person)) if rest else None
    return people.say([face.key for face in faces], _confirmed(people, other), apart)


def not_this(people: PeopleStore, group: Group, *faces: Known) -> None:
    """These faces of group are not this person; who they are instead is open."""
    rest = tuple(face for face in group.faces if face not in faces)
    person = _confirmed(people, Group(rest, group.person)) if rest else group.person
    for face in faces:
        if person is not None:
            people.deny(face.key, person)


def _checked(text: str) -> str:
    """A name as it is kept."""
    text = unicodedata.normalize("NFC", text.strip())
    if not 0 < len(text) <= LONGEST_NAME or not text.isprintable():
        raise UserError(f"{text!r} can't name a person; use 1 to {LONGEST_NAME} letters, digits and spaces.")
    return text


def _called(people: PeopleStore, text: str, groups: tuple[Group, ...]) -> Group | None:
    """Who is called so; without faces where the photos are gone."""
    for person, known in people.names().items():
        if known.casefold() == text.casefold():
            return next((other for other in groups if other.person == person), Group((), person, text))
    return None


def _confirmed(people: PeopleStore, group: Group) -> int:
    """The group's person, whose faces they all are said to be."""
    return people.say([face.key for face in group.faces], group.person)
