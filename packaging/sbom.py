"""Says what is inside: a software bill of materials (CycloneDX, JSON) and NOTICE, with the licence texts of everything.

    python packaging/sbom.py OUT [--program FOLDER]

runs in the environment that the program was built in, and describes its packages, as far as ganeditor needs them, and
the files of the program in FOLDER; without one, those of the environment. It stops at whatever has no licence, which is
then to be looked up and written into licences.py beside this file. Needs cyclonedx-python-lib.
"""

import argparse
import os
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from licences import INSIDE, OBLIGATIONS, PACKAGES, Inside
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
NAMESPACE = uuid.UUID("5b0a9d5e-4a5f-4f0c-9a7f-6d7f1d1f6f10")  # of serial numbers: the same parts give the same one
LICENCE_FILE = re.compile(r"(licen[cs]es?|copying|notice)([._-].*)?", re.I)
LIBRARY = re.compile(r"\.so(\.[\d.]+)?$|\.dll$|\.dylib$")
EXTENSION = re.compile(r"\.cpython-|\.abi3\.|\.cp\d+-|\.pyd$")  # modules of a package
OF_WHEELS = re.compile(r"^[^/]+$|\.libs/|\.dylibs/")  # where libraries lie that are no package's own
COPYLEFT = re.compile(r"GPL|MPL|EPL|CDDL|-NC-|OpenSSL|CC-BY-4")


@dataclass(frozen=True)
class Part:
    """One thing that is inside."""

    name: str
    version: str  # empty where its files do not tell
    licence: str  # an SPDX expression
    kind: str = "library"  # of CycloneDX's component types
    note: str = ""
    files: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()  # of its licence
    is_package: bool = False  # of PyPI


def packages(requirements: Iterable[str], left_out: Iterable[str] = ()) -> list[Part]:
    """What is installed for these and what they need in turn, by name; SystemExit names one that has no licence."""
    found: dict[str, Distribution] = {}
    waiting = [*map(Requirement, requirements)]
    while waiting:
        row = waiting.pop()
        if row.marker is None or row.marker.evaluate({"extra": ""}):
            for one in _installed(row.name):
                name = canonicalize_name(one.metadata["Name"])
                if name not in found and name not in left_out:
                    found[name] = one
                    waiting += map(Requirement, one.requires or ())
    return [part_of(found[name]) for name in sorted(found)]


def part_of(package: Distribution) -> Part:
    name = canonicalize_name(package.metadata["Name"])
    return Part(name, package.version, licence_of(name, package), texts=_texts_in(package), is_package=True)


def _installed(name: str) -> Iterator[Distribution]:
    """OpenCV goes without its windows into the program, which is a package of another name."""
    for each in (name, f"{name}-headless"):
        try:
            yield distribution(each)
            return
        except PackageNotFoundError:
            pass


def licence_of(name: str, package: Distribution) -> str:
    """As its metadata say it in SPDX, or our table."""
    known = package.metadata.get("License-Expression") or PACKAGES.get(name)
    if not known:
        raise SystemExit(f"{name} does not say its licence as an SPDX expression; add it to packaging/licences.py.")
    return str(known)


def _texts_in(package: Distribution) -> tuple[str, ...]:
    files = [Path(str(package.locate_file(file))) for file in package.files or ()]
    named = [path for path in files if LICENCE_FILE.fullmatch(path.name) or "licenses" in path.parts]
    wanted = [path for path in named if path.suffix not in (".py", ".pyc", ".xml", ".pyi")]
    return tuple(path.read_text("utf-8", "replace") for path in sorted(wanted) if path.is_file())


def inside(folder: Path) -> list[Part]:
    """What lies in folder beside packages; SystemExit names a library of a wheel that the table does not know."""
    places = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    found: dict[Inside, list[str]] = {row: [] for row in INSIDE}
    for place in places:
        row = next((row for row in INSIDE if any(fnmatchcase(place, pattern) for pattern in row.files)), None)
        if row:
            found[row].append(place)
        elif LIBRARY.search(place) and OF_WHEELS.search(place) and not EXTENSION.search(place):
            raise SystemExit(f"Nobody knows the licence of {place}; add a row to packaging/licences.py.")
    return [
        Part(
            row.name,
            "",
            row.licence,
            row.kind,
            row.note,
            tuple(files),
            tuple((folder / text).read_text("utf-8", "replace") for text in row.texts),
        )
        for row, files in found.items()
        if files
    ]


def obligations(parts: Iterable[Part]) -> dict[str, list[Part]]:
    """The licences that ask for something, and whose they are; SystemExit for one of which that is not written down."""
    asking: dict[str, list[Part]] = {}
    for part in parts:
        for licence in re.split(r" AND | OR |[()]", part.licence):
            if COPYLEFT.search(licence) and part not in asking.setdefault(licence.strip(), []):
                asking[licence.strip()].append(part)
    for licence in asking:
        if licence not in OBLIGATIONS:
            raise SystemExit(f"What {licence} asks for is not written in packaging/licences.py.")
    return dict(sorted(asking.items()))


def bill(parts: Iterable[Part], moment: datetime) -> str:
    """The CycloneDX bill of materials, version 1.6, as JSON; the first part is the program itself."""
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import LicenseExpression
    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion
    from packageurl import PackageURL

    components = [
        Component(
            name=part.name,
            version=part.version or None,
            type=ComponentType(part.kind),
            bom_ref=f"{part.name}@{part.version}" if part.version else part.name,
            purl=PackageURL("pypi", name=part.name, version=part.version) if part.is_package else None,
            licenses=[LicenseExpression(part.licence)],
            description=part.note or None,
            properties=[Property(name="ganeditor:file", value=file) for file in part.files],
        )
        for part in parts
    ]
    program, *others = components
    program.type = ComponentType.APPLICATION
    bom = Bom(components=others)
    bom.metadata.component, bom.metadata.timestamp = program, moment
    bom.serial_number = uuid.uuid5(NAMESPACE, repr(sorted(f"{part.name} {part.version}" for part in parts)))
    bom.register_dependency(program, others)
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)


def notice(parts: Iterable[Part]) -> str:
    """Who made what is inside, what their licences ask for, and their texts, each once."""
    parts = list(parts)
    lines = [
        "ganeditor, and what is inside it",
        "",
        "Under the Apache License 2.0; each part under its own licence:",
        "",
    ]
    for part in parts:
        lines.append(
            f"- {part.name} {part.version}".rstrip() + f": {part.licence}" + (f". {part.note}" * bool(part.note))
        )
    lines += ["", "What some licences ask of whoever passes this program on:"]
    for licence, whose in obligations(parts).items():
        lines += ["", f"{licence} ({', '.join(part.name for part in whose)})", OBLIGATIONS[licence]]
    texts: dict[str, list[str]] = {}
    for part in parts:
        for text in part.texts:
            texts.setdefault(text.strip(), []).append(part.name)
    for file in sorted((HERE / "licences").glob("*.txt")):  # those that packages do not bring
        texts.setdefault(file.read_text("utf-8").strip(), []).append(file.stem)
    for text, names in texts.items():
        lines += ["", "=" * 100, ", ".join(dict.fromkeys(names)), "=" * 100, "", text]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write ganeditor.cdx.json and NOTICE.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--program", type=Path, help="folder of the built program; its inner one holds the files")
    parser.add_argument("--without", nargs="*", default=[], metavar="PACKAGE", help="what the program goes without")
    args = parser.parse_args()
    root = distribution("ganeditor")
    inner = args.program / "_internal" if args.program else Path(str(root.locate_file("")))
    parts = [part_of(root), *packages(root.requires or (), args.without), *inside(inner)]
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()), timezone.utc)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "NOTICE").write_text(notice(parts), "utf-8")
    (args.out / "ganeditor.cdx.json").write_text(bill(parts, moment) + "\n", "utf-8")
    print(f"{len(parts)} parts: {args.out / 'ganeditor.cdx.json'}, {args.out / 'NOTICE'}")


if __name__ == "__main__":
    main()
