"""What other programs have said of a photo's faces, in its XMP or a sidecar's, and what they are told of ours.

What a person has said here counts more: a face of which that is known is left as it is.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ganeditor.errors import PictureError
from ganeditor.files import atomic_write
from ganeditor.project.embedding import EmbeddingError, Shape, packet_in, with_packet
from ganeditor.project.people.areas import pairs
from ganeditor.project.people.region_writing import with_regions
from ganeditor.project.people.regions import LARGEST, Region, XmpError, regions_in
from ganeditor.project.people.store import PeopleStore
from ganeditor.project.people.values import Box, Described, Known

SUFFIX = ".xmp"

_Face = Described | Known


@dataclass(frozen=True)
class Told:
    """The faces that XMP tells of in one photo."""

    shape: Shape
    regions: tuple[Region, ...]
    refused: tuple[str, ...] = ()  # a sentence for each packet that was not read

    def untold(self, faces: Sequence[_Face]) -> list[Box]:
        """Where there is a face that is none of faces, in shares of the upright photo."""
        found = pairs([region.box_xyxy for region in self.regions], [shares(face, self.shape) for face in faces])
        return [region.box_xyxy for index, region in enumerate(self.regions) if index not in found]

    def named(self, faces: Sequence[_Face]) -> dict[str, str]:
        """Key of a face -> its name."""
        found = pairs([region.box_xyxy for region in self.regions], [shares(face, self.shape) for face in faces])
        return {faces[face].key: self.regions[region].name for region, face in found.items()}


def sidecars_among(files: Iterable[Path]) -> Mapping[str, Path]:
    """The sidecars in a folder's other files, by the paths of photos that they may belong to, in lower case."""
    return {str(path).lower(): path for path in files if path.suffix.lower() == SUFFIX}


def sidecars_of(photo: Path, sidecars: Mapping[str, Path]) -> tuple[Path, ...]:
    """Those of a photo: photo.jpg.xmp, as digiKam and darktable call it, or photo.xmp, as Adobe does."""
    names = (f"{photo}{SUFFIX}", f"{photo.with_suffix(SUFFIX)}")
    return tuple(sidecars[name.lower()] for name in names if name.lower() in sidecars)


def read_told(photo: Path, sidecars: Sequence[Path]) -> Told:
    """What a photo's sidecars, and after them its own XMP, tell of its faces."""
    packets, refused, regions = list[tuple[Path, bytes]](), list[str](), list[Region]()
    try:
        embedded, shape = packet_in(photo)
    except Exception:  # whatever a damaged file makes its reader raise; reading its pixels tells of it
        return Told(Shape(1, 1, 1), ())
    for path in sidecars:
        try:
            packets.append((path, _read(path)))
        except XmpError as error:
            refused.append(f"{path} {error}; its names are passed over.")
    packets += [(photo, embedded)] if embedded else []
    for path, packet in packets:
        try:
            more = regions_in(packet, shape)
        except XmpError as error:
            refused.append(f"{path} {error}; its names are passed over.")
            continue
        known = pairs([region.box_xyxy for region in more], [region.box_xyxy for region in regions])
        regions += [region for index, region in enumerate(more) if index not in known]
    return Told(shape, tuple(regions), tuple(refused))


def learn(people: PeopleStore, faces: Sequence[_Face], told: Told) -> None:
    """Call a photo's faces as XMP does, unless something was said of them here."""
    said = {face.key: people.said_of(face.key) for face in faces}
    taken = {person for rows in said.values() for person, belongs in rows.items() if belongs}
    for key, name in told.named(faces).items():
        if not name or any(said[key].values()):
            continue
        called = {known.casefold(): person for person, known in people.names().items()}
        person = called.get(name.casefold())
        if person in taken or (person is not None and person in said[key]):
            continue
        made = people.say([key], person)
        taken.add(made)
        if person is None:
            people.rename(made, name)


def tell(photo: Path, named: Sequence[tuple[str, Known]], embed: bool, sidecars: Sequence[Path]) -> Path | None:
    """Put the names of faces into a photo's sidecar, or into the photo itself; the file that was written.

    None where it says so already. PictureError says why it can't be, and then nothing has changed.
    """
    try:
        embedded, shape = packet_in(photo)
    except Exception as error:
        raise PictureError(f"{photo} can't be read ({error}); index its folder once more.") from error
    target = photo if embed else next(iter(sidecars), photo.with_name(photo.name + SUFFIX))
    if embed and not os.access(photo, os.W_OK):
        raise PictureError(f"{photo} is read-only; make it writable, or write names into sidecars.")
    regions = [Region(name, shares(face, shape)) for name, face in named]
    try:
        before = embedded if embed or not sidecars else _read(target)
        packet = with_regions(before, regions, shape)
        if packet == before and (embed or sidecars):
            return None
        data = with_packet(photo.read_bytes(), packet) if embed else packet
    except (XmpError, EmbeddingError) as error:
        said = f"{target} {error}"
        raise PictureError(f"{said}; nothing was written to it.") from error
    except OSError as error:
        raise PictureError(f"{target}: {error.strerror or error}; check your permissions.") from error

    def write(path: Path) -> None:
        path.write_bytes(data)
        if embed and packet_in(path) != (packet, shape):
            raise PictureError(f"{photo} would not be what it was with names in it; write them into sidecars.")

    atomic_write(target, write, overwrite=True)
    return target


def shares(face: _Face, shape: Shape) -> Box:
    """A face's rectangle in shares of the upright photo's width and height."""
    x0, y0, x1, y1 = (
        min(max(value / side, 0.0), 1.0) for value, side in zip(face.box_xyxy, shape.upright * 2, strict=True)
    )
    return x0, y0, x1, y1


def _read(path: Path) -> bytes:
    """A sidecar."""
    try:
        if path.stat().st_size > LARGEST:
            raise XmpError(f"has more than {LARGEST // 1_000_000} MB, which is not read")
        return path.read_bytes()
    except OSError as error:
        raise XmpError(f"can't be read ({error.strerror or error})") from error
