"""ganeditor people: who is in your photos."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.errors import FaceError, UserError

if TYPE_CHECKING:
    from ganeditor.batch.people.describing import Describe
    from ganeditor.batch.people.index import Indexed
    from ganeditor.project.people.store import PeopleStore
    from ganeditor.project.people.values import Described, Group, Known

SHOWN = 4  # photos of a group that are named
ALIKE = 20  # faces that look alike


def add(subparsers: Any) -> None:
    about = "Find people in your photos by their faces. What is known of them stays on this machine."
    parser = subparsers.add_parser("people", help="find people in your photos by their faces", description=about)
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    index = _action(actions, "index", "look for faces in a folder's photos; what is known and unchanged is passed over")
    index.add_argument("folder", type=Path, metavar="FOLDER")
    options.add_machine(index)
    index.set_defaults(run=run_index)
    find = _action(actions, "find", "the photos that show the person in another photo, of those that were indexed")
    find.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="only photos in it and below")
    find.add_argument("--like", type=Path, required=True, metavar="PHOTO", help="its largest face is looked for")
    find.add_argument(
        "--by",
        choices=("person", "look"),
        default="person",
        help="the same person (default), or whoever looks alike: pose, light and expression",
    )
    find.add_argument("--json", action="store_true", help="print JSON; by look, of all faces")
    options.add_machine(find)
    find.set_defaults(run=run_find)
    shown = _action(actions, "list", "the people in the photos that were indexed")
    shown.add_argument("--json", action="store_true", help="print JSON, with all photos of each")
    shown.set_defaults(run=run_list)
    name = _action(actions, "name", "name the person of a face; two with the same name become one")
    name.add_argument("face", metavar="FACE", help="id of a face of the person, as list prints it")
    name.add_argument("name", metavar="NAME")
    name.set_defaults(run=run_name)
    apart = _action(actions, "apart", "say that a face is not the person whom list takes it for")
    apart.add_argument("face", metavar="FACE", help="its id, as find and list print it")
    apart.set_defaults(run=run_apart)
    split = _action(actions, "split", "say that faces of a person are somebody else, all the same one")
    split.add_argument("faces", metavar="FACE", nargs="+", help="their ids, as find and list print them")
    split.set_defaults(run=run_split)
    merge = _action(actions, "merge", "say that two people are one, who has the name of the first")
    merge.add_argument("who", metavar="WHO", help="the name of a person, or the id of a face")
    merge.add_argument("other", metavar="OTHER", help="the same of the other")
    merge.set_defaults(run=run_merge)
    write = _action(actions, "write", "write names into XMP beside a folder's photos, where other programs read them")
    write.add_argument("folder", type=Path, metavar="FOLDER")
    write.add_argument("--embed", action="store_true", help="into the photos themselves, whose pixels stay as they are")
    write.set_defaults(run=run_write)
    _action(actions, "forget", "forget all faces, names and thumbnails").set_defaults(run=run_forget)


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    return parser


def run_index(args: argparse.Namespace) -> int:
    from ganeditor.batch.people.index import Indexed, index
    from ganeditor.project.people.store import open_people

    done = Indexed()
    with open_people() as people:
        describe = open_describer(args)
        try:
            with options.progress_bar(args.folder.name) as progress:
                index(people, args.folder, describe, progress, done)
        except KeyboardInterrupt:
            _print(done)  # which is kept
            raise
    _print(done)
    return 0


def _print(done: "Indexed") -> None:
    for sentence in done.failed:
        options.notify(f"passed over: {sentence}")
    for sentence in done.refused:
        options.notify(sentence)
    pace = f" in {done.seconds:.1f} s, {done.seconds / done.looked_at * 1000:.0f} s per 1,000" if done.looked_at else ""
    print(
        f"{done.looked_at} photos looked at{pace}: {done.faces} faces; {done.unchanged} unchanged, {done.moved} moved, "
        f"{done.removed} gone, {len(done.failed)} can't be read."
    )


def run_find(args: argparse.Namespace) -> int:
    from ganeditor.batch.people.look import alike
    from ganeditor.batch.people.nearest import nearest
    from ganeditor.likeness import SAME_PERSON
    from ganeditor.project.people.store import open_people

    with open_people() as people:
        known = people.faces(args.folder.resolve() if args.folder else None)
        if not known:
            place = args.folder or "your photos"
            raise UserError(
                f"No face in {place} is known yet; index its folder first.", "ganeditor people index FOLDER"
            )
        wanted, groups = _largest(args), _groups(people)
        ws = people.looks(wanted.encoder)
    names = {face.id: group.name for group in groups for face in group.faces}
    if args.by == "look":
        if wanted.w is None:
            raise UserError("The model has no encoder, which tells how a face looks.")
        inside = {face.id for face in known}
        found = [face for face in alike(wanted.w, wanted.descriptor, groups, ws) if face.id in inside]
        rows = [{**_row(face), "name": names[face.id]} for face in found[: None if args.json else ALIKE]]
    else:
        near = nearest(wanted.descriptor, known)
        same = [(far, face) for far, face in near if far < SAME_PERSON]
        rows = [{**_row(face), "distance": round(far, 3), "name": names[face.id]} for far, face in same]
    if args.json:
        print(options.json_text(rows, sys.stdout.encoding or "utf-8"))
        return 0
    for row in rows:
        far = f"{row['distance']:.2f}  " if "distance" in row else ""
        print(f"{far}{row['id']}  {row['photo']} (face {row['face']})  {row['name']}".rstrip())
    if not rows and args.by == "person":
        print(f"Nobody is like this: the nearest is at a distance of {near[0][0]:.2f}, in {near[0][1].photo}.")
    return 0


def _largest(args: argparse.Namespace) -> "Described":
    """The largest face in the photo that is looked for."""
    from ganeditor.progress import silent

    faces = open_describer(args)(args.like, (), silent)
    if not faces:
        raise FaceError(f"No face was found in {args.like}; use a photo in which a face looks at the camera.")
    if len(faces) > 1:
        options.notify(f"{len(faces)} faces were found in {args.like}; the largest is the one to look for.")
    return max(faces, key=lambda face: max(face.box_xyxy[2] - face.box_xyxy[0], face.box_xyxy[3] - face.box_xyxy[1]))


def run_list(args: argparse.Namespace) -> int:
    from ganeditor.project.people.store import open_people

    with open_people() as people:
        groups = _groups(people)
    if args.json:
        rows = [{"name": group.name, "faces": [_row(face) for face in group.faces]} for group in groups]
        print(options.json_text(rows, sys.stdout.encoding or "utf-8"))
        return 0
    shown = [group for group in groups if group.name or len(group.faces) > 1]
    for group in shown:
        print(f"{group.name or 'somebody'}: {len(group.faces)} photo{'s' * (len(group.faces) > 1)}")
        for face in group.faces[:SHOWN]:
            print(f"  {face.key}  {face.photo} (face {face.number})")
        if len(group.faces) > SHOWN:
            print(f"  and {len(group.faces) - SHOWN} more")
    print(f"{len(shown)} people, and {len(groups) - len(shown)} faces that are like no other.")
    return 0


def run_name(args: argparse.Namespace) -> int:
    from ganeditor.project.people import corrections
    from ganeditor.project.people.store import open_people

    with open_people() as people:
        groups = _groups(people)
        group, _face = _with(args.face, groups)
        corrections.name(people, group, args.name, groups)
    return 0


def run_apart(args: argparse.Namespace) -> int:
    from ganeditor.project.people import corrections
    from ganeditor.project.people.store import open_people

    with open_people() as people:
        corrections.not_this(people, *_with(args.face, _groups(people)))
    return 0


def run_split(args: argparse.Namespace) -> int:
    from ganeditor.project.people import corrections
    from ganeditor.project.people.store import open_people

    with open_people() as people:
        groups = _groups(people)
        group, _face = _with(args.faces[0], groups)
        chosen = tuple(_with(face, (group,), "of this person")[1] for face in dict.fromkeys(args.faces))
        corrections.split(people, group, chosen)
    return 0


def run_merge(args: argparse.Namespace) -> int:
    from ganeditor.project.people import corrections
    from ganeditor.project.people.store import open_people

    with open_people() as people:
        groups = _groups(people)
        first, other = _who(args.who, groups), _who(args.other, groups)
        if first is other:
            raise UserError(f"{args.who} and {args.other} are one person already.")
        corrections.merge(people, first, other)
    return 0


def run_write(args: argparse.Namespace) -> int:
    from ganeditor.batch.people.naming import Written, write_names
    from ganeditor.project.people.store import open_people

    done = Written()
    with open_people() as people, options.progress_bar(args.folder.name) as progress:
        write_names(people, args.folder, _groups(people), args.embed, progress, done)
    for sentence in done.refused:
        options.notify(sentence)
    kind = "photo" if args.embed else "sidecar"
    print(
        f"Names were written into {len(done.files)} {kind}{'s' * (len(done.files) != 1)}; "
        f"{done.unchanged} photos had them already, {len(done.refused)} can't have them."
    )
    return 1 if done.refused else 0


def run_forget(_args: argparse.Namespace) -> int:
    from ganeditor.project.people.store import forget_everything

    print("All faces and names are forgotten." if forget_everything() else "Nobody was known.")
    return 0


def open_describer(args: argparse.Namespace) -> "Describe":
    """The engine, as the options of add_machine ask for."""
    from ganeditor.batch.people.describing import describer
    from ganeditor.checkpoints import assembly

    machine = assembly.EditorOptions(
        device=args.device,
        threads=args.threads,
        detector=args.detector,
        allow_download=args.allow_download,
        cache_megabytes=0,
    )
    return describer(assembly.open_editor(machine, options.notify))


def _groups(people: "PeopleStore") -> "tuple[Group, ...]":
    from ganeditor.batch.people.groups import grouped

    return grouped(people.faces(), people.said(), people.names())


def _with(key: str, groups: "tuple[Group, ...]", those: str = "that is known") -> "tuple[Group, Known]":
    """The face that is called key, and its group."""
    found = next(((group, face) for group in groups for face in group.faces if face.key == key), None)
    if found is None:
        raise UserError(f"No face {those} has the id {key}; list prints those that there are.")
    return found


def _who(text: str, groups: "tuple[Group, ...]") -> "Group":
    """The person who is called text, or has the face with this id."""
    called = next((group for group in groups if group.name.casefold() == text.strip().casefold() != ""), None)
    return called or _with(text, groups)[0]


def _row(face: "Known") -> dict[str, Any]:
    """A face as plain values."""
    box = [round(value, 1) for value in face.box_xyxy]
    return {"id": face.key, "photo": str(face.photo), "face": face.number, "box_xyxy": box}
