"""Enlarging beside what the arithmetic alone takes, and beside the plain network: `python tests/bench_enhance.py`.

The limit is the network's multiplications at the speed of the fastest convolution here: 192 channels to 192, as one
block's last layers nearly are. Plain is the same network over the whole picture, in the layout that torch starts with.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from skimage.data import astronaut

sys.path.insert(0, str(Path(__file__).parent.parent))
from ganeditor.checkpoints.upscalers import open_upscaler
from ganeditor.engine.enhance.photo import enlarge
from ganeditor.opencv import cv2


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def products_per_second() -> float:
    x = torch.randn(1, 192, 128, 128).contiguous(memory_format=torch.channels_last)
    weight = torch.randn(192, 192, 3, 3).contiguous(memory_format=torch.channels_last)
    best = min(seconds(lambda: F.conv2d(x, weight, padding=1)) for _ in range(5))
    return weight.numel() * 128 * 128 / best


def gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sides", type=int, nargs="+", default=[64, 128, 256])
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    print(f"torch {torch.__version__}, {args.threads} threads\n")
    print("| what | limit | here | of limit | peak memory | plain | peak memory |\n|---|---|---|---|---|---|---|")
    speed, upscaler = products_per_second(), open_upscaler()
    for side in args.sides:
        photo = cv2.resize(astronaut(), (side, side), interpolation=cv2.INTER_AREA)
        limit = upscaler.network.products_per_pixel * side**2 / speed
        ours = seconds(lambda photo=photo, side=side: enlarge(photo, (4 * side, 4 * side), 1.0, upscaler))
        memory = gigabytes()
        x = torch.from_numpy(photo).permute(2, 0, 1)[None].contiguous().float() / 255
        network = open_upscaler().network.to(memory_format=torch.contiguous_format)
        plain = seconds(lambda network=network, x=x: network(x))
        print(
            f"| {side} → {4 * side} px | {limit:.1f} s | {ours:.1f} s | {ours / limit:.2f}× | {memory:.2f} GB | "
            f"{plain:.1f} s | {gigabytes():.2f} GB |",
            flush=True,
        )


if __name__ == "__main__":
    main()
