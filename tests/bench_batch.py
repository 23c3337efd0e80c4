"""A batch by one process and by workers beside each other: `python tests/bench_batch.py FOLDER --workers 1 2`.

0 workers is the program's own process with all its threads. Times are those of the whole command, start included, and
without it, as the slope between a batch of a third of the photos and one of all.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from ganeditor.edits.latent import LatentEdit
from ganeditor.project.folders import photos_in
from ganeditor.project.recipe import LARGEST, Recipe, write_recipe


def seconds(recipe: Path, photos: list[Path], workers: int, steps: int) -> float:
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "ganeditor", "batch", recipe, *photos, "-o", out]
        options = ["--no-cache", "--steps", str(steps), *(["--workers", str(workers)] if workers else [])]
        started = time.perf_counter()
        subprocess.run([*command, *options], check=True, capture_output=True)
        return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--photos", type=int, default=12)
    parser.add_argument("--steps", type=int, default=20)
    args = parser.parse_args()
    photos = [path for _folder, path in photos_in([args.folder]).photos][: args.photos]
    few = photos[: len(photos) // 3]
    with tempfile.TemporaryDirectory() as folder:
        recipe = Path(folder) / "older.grecipe"
        write_recipe(recipe, Recipe((LatentEdit({"age": 20.0}),), LARGEST))
        for workers in args.workers:
            short, whole = (seconds(recipe, chosen, workers, args.steps) for chosen in (few, photos))
            each = (whole - short) / (len(photos) - len(few))
            print(f"{workers} workers: {whole:.1f} s for {len(photos)} photos, {each:.2f} s for each more", flush=True)


if __name__ == "__main__":
    main()
