"""Photos indexed by `ganeditor people`, again, moved, and ended: `python tests/bench_people.py FOLDER --number 10000`.

FOLDER has photographs with faces, of which as many are made as asked: each another cut, brightness and quality, so
that no two files are alike. With --known, more files are there that count as looked at before, each with one made-up
face, ten of each person. Commands run as a user starts them, with a home of their own; peak memory is Linux's.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

sys.path.insert(0, str(Path(__file__).parent.parent))
from ganeditor.batch.people.index import state_of
from ganeditor.project.people.store import open_people
from ganeditor.project.people.values import SIZE, Described

ROOT = Path(__file__).parent.parent
SUB_FOLDERS = 20
STOPS = (0.5, 1.7, 3.1, 5.3)
"""Seconds after the start of the work at which it is ended."""


def make(source: Path, folder: Path, number: int, side: int) -> None:
    """number photos in sub-folders of folder, of side pixels."""
    originals = sorted(path for path in source.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    random = np.random.default_rng(0)
    for count in range(number):
        with Image.open(originals[count % len(originals)]) as image:
            width, height = image.size
            left, top = (int(random.integers(0, max(1, length // 20))) for length in (width, height))
            cut = image.convert("RGB").crop((left, top, width - left // 2, height - top // 2))
            cut = cut.resize((side, max(1, round(side * cut.height / cut.width))), Image.Resampling.LANCZOS)
            varied = ImageEnhance.Brightness(cut).enhance(float(random.uniform(0.85, 1.15)))
            place = folder / str(count % SUB_FOLDERS)
            place.mkdir(parents=True, exist_ok=True)
            varied.save(place / f"{count}.jpg", quality=int(random.integers(75, 95)))


def plant(folder: Path, number: int) -> None:
    """number files in sub-folders of folder, and what a look at them would have left in the store."""
    random = np.random.default_rng(1)
    # Of a person's faces two are 0.35 from each other, of two persons' 0.9.
    persons = random.normal(size=(max(1, number // 10), SIZE)) / np.sqrt(SIZE) * 0.6
    with open_people() as people:
        for count in range(number):
            path = folder.resolve() / f"known-{count % SUB_FOLDERS}" / f"{count}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(random.bytes(20_000))
            own = random.normal(size=SIZE) / np.sqrt(SIZE) * 0.25
            look = (persons[count % len(persons)] + own).astype(np.float32)
            w = random.normal(size=512).astype(np.float32)
            face = Described(str(count), (0, 0, 90, 90), look, random.bytes(3000), "made up", w)
            people.file(path, state_of(path), [face])


def command(home: Path, *arguments: object) -> list[str]:
    os.environ["GANEDITOR_HOME"] = str(home)
    return [sys.executable, "-m", "ganeditor", "people", *map(str, arguments)]


def run(home: Path, what: str, *arguments: object) -> None:
    start = time.monotonic()
    done = subprocess.run(command(home, *arguments), capture_output=True, text=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    last = (done.stdout.strip() or done.stderr.strip()).splitlines()[-1]
    print(f"{what}: {time.monotonic() - start:.1f} s, at most {used:.0f} MB until now\n    {last}", flush=True)


def stopped(home: Path, folder: Path) -> Iterator[float]:
    """Seconds from Ctrl+C to the end of the command, begun at different places."""
    for seconds in STOPS:
        working = subprocess.Popen(command(home, "index", folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(STARTED + seconds)
        start = time.monotonic()
        working.send_signal(signal.SIGINT)
        working.communicate()
        yield time.monotonic() - start


STARTED = 2.5
"""Seconds that a command takes to begin."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--known", type=int, default=0, help="more photos, which were looked at before")
    parser.add_argument("--side", type=int, default=250, help="pixels of a photo's width")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place) / "photos", Path(place) / "home"
        os.environ |= {"GANEDITOR_HOME": str(home), "PYTHONPATH": str(ROOT)}
        make(args.folder, folder, args.number, args.side)
        plant(folder, args.known)
        run(home, "first", "index", folder)
        run(home, "again, nothing changed", "index", folder)
        (folder / "0").rename(folder / "moved")
        run(home, "again, a folder moved", "index", folder)
        run(home, "groups", "list")
        ends = list(stopped(Path(place) / "other", folder))
        print(f"ended after {', '.join(f'{end:.2f}' for end in ends)} s")


if __name__ == "__main__":
    main()
