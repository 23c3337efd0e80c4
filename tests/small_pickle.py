"""Writes a small generator as NVIDIA's pickles hold one, for the check of a built program: small_pickle.py FILE."""

import sys
from pathlib import Path

from foreign import nvidia_bytes, random_generator

if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(nvidia_bytes(random_generator()))
