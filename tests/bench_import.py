"""Time and memory of bringing a full-size NVIDIA pickle and editing with it: `python tests/bench_import.py [STEPS]`.

The file is written by the tests' stand-in: StyleGAN2 at 1024 pixels, 30 million random parameters, with the training
generator and the discriminator beside the averaged one, as in the published files. Each command has its own process.
"""

import copy
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image
from skimage.data import astronaut

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
from foreign import EasyDict, nvidia_bytes, persistent, random_discriminator, random_generator

CHANNELS = (512, 512, 512, 512, 512, 256, 128, 64, 32)
PLAIN = "import ganeditor.engine.latent.invert as search; search.SEARCH_SIDE = 1 << 20;"  # always with whole pictures
WATCH = (
    "import sys; from ganeditor.cli import main; from ganeditor.child import peak_megabytes;"
    "code = main(sys.argv[1:]); print(f'peak {peak_megabytes():.0f} MB', file=sys.stderr); sys.exit(code)"
)


def run(*arguments: str, before: str = "") -> None:
    started = time.monotonic()
    command = [sys.executable, "-c", before + WATCH, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(f"\nganeditor {' '.join(arguments)}: {time.monotonic() - started:.1f} s, exit code {done.returncode}")
    print(done.stdout + done.stderr)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["GANEDITOR_HOME"] = str(folder / "home")
        generator = random_generator(CHANNELS, w_dim=512, layers=8)
        count = sum(parameter.numel() for parameter in generator.parameters())
        options = {"channel_base": 32768, "channel_max": 512, "num_fp16_res": 4, "conv_clamp": 256}
        file = folder / "some.pkl"
        training = persistent(copy.deepcopy(generator), "Generator", kwargs={})
        kwargs = {"synthesis_kwargs": EasyDict(options)}
        judge = random_discriminator(CHANNELS, clamp=256)
        file.write_bytes(nvidia_bytes(generator, training=training, judge=judge, **kwargs))
        photo = folder / "photo.jpg"
        Image.fromarray(astronaut()).save(photo)
        print(f"{count:,} parameters, file of {file.stat().st_size / 1e6:.0f} MB")
        del generator, training, judge
        direction = np.random.default_rng(0).normal(size=(1, 512))
        np.save(folder / "smile.npy", direction / np.linalg.norm(direction))
        steps = sys.argv[1] if len(sys.argv) > 1 else "10"
        run("models", "import", str(file))
        change = ("--model", "some", "--direction", f"{folder / 'smile.npy'}=2", "--steps", steps)
        for before in ("", PLAIN):
            print(f"\n{'plain: ' if before else ''}{steps} steps")
            run("edit", str(photo), *change, "--no-cache", "--overwrite", before=before)
        run("models", "remove", "some")
        run("edit", str(photo), "--model", str(file), "--steps", "1", "--no-cache", "-o", str(folder / "direct.jpg"))


if __name__ == "__main__":
    main()
