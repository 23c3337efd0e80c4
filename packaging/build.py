"""Builds the program from this checkout, checks and packs it: python packaging/build.py FOLDER.

FOLDER gets the environment that is frozen, the program as it lies on a disk, and in FOLDER/packages what is given to
people. All is for this machine's kind of system alone: PyInstaller builds for no other. A C compiler is needed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import contents
import packing
import sizes

ROOT = Path(__file__).resolve().parent.parent
BUILDER = ("pyinstaller==6.22.3", "pyinstaller-hooks-contrib==2026.9")
LINUX = sys.platform.startswith("linux")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a new folder, or that of an earlier build")
    parser.add_argument("--packages", type=Path, metavar="FILE", help="packages.txt of the build to be repeated")
    parser.add_argument("--unchecked", action="store_true", help="do not run what was built")
    parser.add_argument("--unpacked", action="store_true", help="make no packages")
    args = parser.parse_args()
    folder = args.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    python = environment(folder, args.packages)
    program = freeze(folder, python)
    tidy(program)
    describe(folder, program, python)
    stamp(program)
    if not args.unchecked:
        check(folder, program, python)
    if LINUX and not args.unpacked:
        for path in packing.pack(program, folder / "packages", ROOT, version_of(python, "ganeditor"), made_at()):
            print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")


def made_at() -> int:
    """The time that all files get: that of the commit, in seconds."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return int(told or said("git", "-C", ROOT, "log", "-1", "--format=%ct"))


def environment(folder: Path, packages: Path | None) -> Path:
    """The Python of a clean environment with ganeditor and PyInstaller; packages names a file of exact versions."""
    shutil.rmtree(folder / "environment", ignore_errors=True)
    venv.create(folder / "environment", with_pip=True)
    python = folder / "environment" / ("bin/python" if os.name == "posix" else "Scripts/python.exe")
    exact = ("--constraint", packages) if packages else ()
    do(python, "-m", "pip", "install", "--quiet", *exact, ROOT)
    # Scanners know the loader of PyInstaller's wheel from other people's programs, bad ones too; ours is compiled here.
    compiled = ("--no-binary", "pyinstaller", "--no-cache-dir")
    do(python, "-m", "pip", "install", "--quiet", *compiled, *BUILDER, PYINSTALLER_COMPILE_BOOTLOADER="1")
    torch = version_of(python, "torch")
    if LINUX and not torch.endswith("+cpu"):
        raise SystemExit(
            f"pip took torch {torch}, which has CUDA and gigabytes of it; have it find the build for the processor "
            "alone (PIP_FIND_LINKS or PIP_INDEX_URL, as torch's website says), and build again."
        )
    for name, other in contents.REPLACED.items():
        version = version_of(python, name)
        do(python, "-m", "pip", "uninstall", "--quiet", "--yes", name)
        do(python, "-m", "pip", "install", "--quiet", "--no-deps", f"{other}=={version}")
    do(python, "-m", "pip", "uninstall", "--quiet", "--yes", *contents.STOOD_IN_FOR)
    return python


def freeze(folder: Path, python: Path) -> Path:
    """The program's folder, as PyInstaller makes it."""
    places = ("--distpath", folder / "program", "--workpath", folder / "work")
    # One seed, or sets in compiled modules lie in another order each time.
    do(
        *(python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places),
        ROOT / "packaging" / "ganeditor.spec",
        PYTHONHASHSEED="1",
        SOURCE_DATE_EPOCH=str(made_at()),
    )
    return folder / "program" / "ganeditor"


def tidy(program: Path) -> None:
    """Take off names for debuggers."""
    inside = program / "_internal"
    if LINUX:
        stripped = [
            path
            for path in inside.rglob("*")
            if contents.matches(path.relative_to(inside).as_posix(), contents.STRIPPED)
        ]
        do("strip", *stripped)
        (program / "ganeditor-window").symlink_to("ganeditor")


def describe(folder: Path, program: Path, python: Path) -> None:
    """What it was made of, with all licences, and what takes the space; the first goes along with the program."""
    listed = said(python, "-m", "pip", "list", "--format", "json", "--exclude", "ganeditor")
    names = {other: name for name, other in contents.REPLACED.items()}
    rows = sorted(f"{names.get(row['name'], row['name'])}=={row['version']}" for row in json.loads(listed))
    (folder / "packages.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    do(python, "-m", "pip", "install", "--quiet", "cyclonedx-python-lib>=9")
    do(
        *(python, ROOT / "packaging" / "sbom.py", program, "--program", program, "--without", *contents.STOOD_IN_FOR),
        SOURCE_DATE_EPOCH=str(made_at()),
    )
    table = sizes.table(program)
    (folder / "sizes.md").write_text(table, encoding="utf-8")
    print(table)


def stamp(program: Path) -> None:
    """Give every file the time of the commit, and let everybody read it."""
    if LINUX:
        do("chmod", "-R", "u+w,go-w,a+rX", program)
    for path in (*program.rglob("*"), program):
        os.utime(path, (made_at(), made_at()), follow_symlinks=os.name != "posix")


def check(folder: Path, program: Path, python: Path) -> None:
    """Run it as a stranger would, with the Python that builds, whose packages a built program can't see."""
    model = folder / "small.pkl"
    do(python, ROOT / "tests" / "small_pickle.py", model)
    do(sys.executable, ROOT / "packaging" / "check_frozen.py", program, "--model", model, "--report", folder / "check")


def version_of(python: Path, name: str) -> str:
    return said(python, "-c", f"import importlib.metadata as found; print(found.version({name!r}))")


def do(*command: object, **environment: str) -> None:
    """Run command; ends the build where that fails."""
    subprocess.run([*map(str, command)], check=True, env={**os.environ, **environment})


def said(*command: object) -> str:
    return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
