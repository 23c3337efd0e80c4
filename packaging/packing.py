"""Packs a built program for Linux: .tar.xz to unpack anywhere, .deb with a menu entry, and a SHA-256 beside each."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""Debian's names of processors."""

OPTIONAL = {"libqgtk3.so"}
"""Parts of Qt that look for a desktop's own dialogs; what they stand on is recommended, not needed."""

_NEEDED, _GLIBC = re.compile(r"\(NEEDED\).*\[(.+)\]"), re.compile(r"GLIBC_2\.(\d+)")


def pack(program: Path, folder: Path, root: Path, version: str, time: int) -> list[Path]:
    """The packages, in folder; all files get time, in seconds, so that the same program makes the same packages."""
    shutil.rmtree(folder, ignore_errors=True)
    os.umask(0o022)  # everybody may read what is installed
    folder.mkdir()
    made = [_archive(program, folder, version, time), _debian(program, folder, root, version, time)]
    for path in made:
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while block := file.read(1 << 20):
                digest.update(block)
        path.with_name(f"{path.name}.sha256").write_text(f"{digest.hexdigest()}  {path.name}\n", encoding="ascii")
    return made


def _archive(program: Path, folder: Path, version: str, time: int) -> Path:
    name = f"ganeditor-{version}-linux-{os.uname().machine}"
    path = folder / f"{name}.tar.xz"
    owner = ("--owner=0", "--group=0", "--numeric-owner", "--mode=u+w,go-w,a+rX")
    order = ("--sort=name", "--format=posix", "--pax-option=delete=atime,delete=ctime", f"--mtime=@{time}")
    # With several threads xz cuts the data into blocks, whose size and not the machine decides what comes out.
    _do(
        *("tar", "-C", program.parent, f"--transform=s,^{program.name},{name},S", *owner, *order),
        *("-I", "xz -4 -T2", "-cf", path, program.name),
    )
    return path


def _debian(program: Path, folder: Path, root: Path, version: str, time: int) -> Path:
    """Installs into /usr/lib/ganeditor; it declares the libraries that it leaves to the system."""
    architecture = ARCHITECTURES[os.uname().machine]
    tree = folder / "tree"
    share, control = tree / "usr" / "share", tree / "DEBIAN"
    for place in (tree / "usr" / "bin", tree / "usr" / "lib", share / "doc" / "ganeditor", control):
        place.mkdir(parents=True)
    _do("cp", "-al", program, tree / "usr" / "lib" / "ganeditor")
    (share / "doc" / "ganeditor" / "copyright").write_text(
        "ganeditor is under the Apache License 2.0, face-256 and portrait-colour under CC BY-NC 4.0.\n"
        "NOTICE beside this file has the licences of all that is inside.\n",
        encoding="utf-8",
    )
    for name in ("ganeditor", "ganeditor-window"):
        (tree / "usr" / "bin" / name).symlink_to(f"../lib/ganeditor/{name}")
    linux = root / "packaging" / "linux"
    for source, place in (
        *((path, share / "applications") for path in linux.glob("*.desktop")),
        *((path, share / "mime" / "packages") for path in linux.glob("*.xml") if "metainfo" not in path.name),
        *((path, share / "metainfo") for path in linux.glob("*.metainfo.xml")),
        (root / "resources" / "icons" / "ganeditor.svg", share / "icons" / "hicolor" / "scalable" / "apps"),
        *((program / name, share / "doc" / "ganeditor") for name in ("NOTICE", "ganeditor.cdx.json")),
    ):
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    fields = {
        "Package": "ganeditor",
        "Version": version,
        "Architecture": architecture,
        "Maintainer": "the ganeditor project <ganeditor@localhost>",
        "Installed-Size": size,
        "Depends": ", ".join(_dependencies(program)),
        "Recommends": "libgtk-3-0, xdg-desktop-portal",
        "Section": "graphics",
        "Priority": "optional",
        "Description": "photo editor that moves faces through a GAN's latent space\n"
        " Finds the faces of a photo and changes age, smile, pose and more, on this\n"
        " machine alone. Has a window and a command line.",
    }
    (control / "control").write_text("".join(f"{key}: {value}\n" for key, value in fields.items()), encoding="utf-8")
    path = folder / f"ganeditor_{version}_{architecture}.deb"
    _do("dpkg-deb", "--root-owner-group", "-Zzstd", "-z15", "--build", tree, path, SOURCE_DATE_EPOCH=str(time))
    shutil.rmtree(tree)
    return path


def _dependencies(program: Path) -> list[str]:
    """Debian's packages of the libraries that are needed and not inside, as this machine has them; libc's version."""
    said = "\n".join(_elves(program))
    inside = {path.name for path in program.rglob("*")}
    needed = sorted(set(_NEEDED.findall(said)) - inside)
    packages = set()
    for name in needed:
        found = subprocess.run(["dpkg-query", "-S", f"*/{name}"], capture_output=True, text=True).stdout
        if not found:
            raise SystemExit(f"{name} is needed, and no package of this machine has it; install it, and build again.")
        packages.add(found.partition(":")[0])
    libc = max(map(int, _GLIBC.findall(said)))
    return sorted(f"libc6 (>= 2.{libc})" if package == "libc6" else package for package in packages)


def _elves(program: Path) -> Iterator[str]:
    """What readelf says of the libraries and programs inside: what they need, and in what version."""
    paths = [path for path in program.rglob("*") if path.is_file() and not path.is_symlink()]
    elves = [path for path in paths if path.name not in OPTIONAL and path.open("rb").read(4) == b"\x7fELF"]
    for start in range(0, len(elves), 200):
        yield subprocess.run(
            ["readelf", "-dVW", *map(str, elves[start : start + 200])], capture_output=True, text=True, check=True
        ).stdout


def _do(*command: object, **environment: str) -> None:
    subprocess.run([*map(str, command)], check=True, env={**os.environ, **environment})
