"""What takes the space in a built program, as a table: python packaging/sizes.py PROGRAM."""

import sys
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

PARTS = (
    ("torch", "torch/*"),
    ("ffmpeg, for video", "imageio_ffmpeg/*"),
    ("OpenCV and its libraries", "cv2/*", "opencv_*"),
    ("Qt and PySide", "PySide6/*", "shiboken6/*", "libxcb*", "libxkb*"),
    ("SciPy, NumPy, scikit-learn, scikit-image", "scipy*", "numpy*", "sklearn*", "scikit_learn*", "skimage*"),
    ("landmarks and descriptor of faces (dlib)", "face_recognition_models/*", "_dlib*"),
    ("our models", "models/*"),
    ("Real-ESRGAN", "sr_vulkan*"),
    ("EfficientNet-Lite0", "efficientnet*"),
    ("reading pictures (Pillow, HEIF, JPEG)", "pil*", "PIL*", "jpeglib*"),
    ("modules of Python, ours and all packages', compressed", "ganeditor*", "base_library.zip"),
    ("licences", "NOTICE", "*.cdx.json", "*.dist-info/*"),
    ("Python and its libraries", "python3*", "lib*.so*"),
)
"""Of the table: what, and patterns of the files inside."""


def table(program: Path) -> str:
    """In Markdown, the largest first; megabytes are of 1,000,000 bytes, and a file under two names counts once."""
    counted: Counter[str] = Counter()
    for path in (path for path in program.rglob("*") if path.is_file() and not path.is_symlink()):
        inside = path.relative_to(program).as_posix().removeprefix("_internal/")
        part = next((what for what, *patterns in PARTS if any(fnmatchcase(inside, one) for one in patterns)), "other")
        counted[part] += path.stat().st_size
    rows = [f"| {part} | {size / 1e6:.0f} |" for part, size in counted.most_common()]
    return "\n".join(("| what | MB |", "|---|---|", *rows, f"| **all** | **{counted.total() / 1e6:.0f}** |", ""))


if __name__ == "__main__":
    print(table(Path(sys.argv[1])), end="")
