"""Says in what two builds differ: python packaging/compare.py PROGRAM OTHER; ends with 1 when that is anything."""

import hashlib
import sys
from pathlib import Path


def told(program: Path) -> dict[str, str]:
    """Each file's and link's place, and all that a build decides of it: content, right to run, and time."""
    rows = {}
    for path in sorted(program.rglob("*")):
        found = path.lstat()
        if path.is_symlink():
            content = f"-> {path.readlink()}"
        else:
            content = "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
        time = "" if path.is_symlink() else int(found.st_mtime)
        rows[path.relative_to(program).as_posix()] = f"{content} {found.st_mode:o} {time}"
    return rows


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    lines = [f"only in the first: {name}" for name in one.keys() - other.keys()]
    lines += [f"only in the second: {name}" for name in other.keys() - one.keys()]
    lines += [f"{name}: {one[name]} | {other[name]}" for name in one.keys() & other.keys() if one[name] != other[name]]
    return sorted(lines)


if __name__ == "__main__":
    one, other = told(Path(sys.argv[1])), told(Path(sys.argv[2]))
    found = differences(one, other)
    print("\n".join(found) or f"{len(one)} files, links and folders are the same, with their times.")
    sys.exit(bool(found))
