"""Whether Qt can open its window here: what its platform plugin needs of the system, looked for before Qt starts.

Qt itself ends the program with a text that speaks of reinstalling it.
"""

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
"""Of Debian and Ubuntu, by the library that Qt asks for."""

_LIBRARY = re.compile(rb"lib[\w+-]+(?:\.[\d]+)*\.so\.\d+")


def missing_libraries() -> str:
    """A sentence that says what to install; none where nothing is missing, or where that can't be told."""
    found = importlib.util.find_spec("PySide6")
    if not sys.platform.startswith("linux") or found is None or not found.submodule_search_locations:
        return ""
    qt = Path(found.submodule_search_locations[0]) / "Qt"
    lacks = [_lacks(qt, platform) for platform in _platforms()]
    if not all(lacks):
        return ""
    packages = " ".join(dict.fromkeys(PACKAGES[name] for name in lacks[-1] if name in PACKAGES))
    others = ", ".join(name for name in lacks[-1] if name not in PACKAGES)
    debian = f"on Debian and Ubuntu, `sudo apt install {packages}` brings them" if packages else ""
    remedies = " and ".join(filter(None, (debian, others and f"install what holds {others}")))
    return f"The window needs libraries that this system lacks; {remedies}."


def _platforms() -> list[str]:
    """Qt's names of the kinds of screen that it will try; without any screen, the usual one."""
    chosen = os.environ.get("QT_QPA_PLATFORM")
    if chosen:
        return [name.partition(":")[0] for name in chosen.split(";")]
    screens = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
    return [name for name, variable in screens.items() if os.environ.get(variable)] or ["xcb"]


def _lacks(qt: Path, platform: str) -> list[str]:
    """The libraries without which the plugin for a platform can't be loaded."""
    plugin = qt / "plugins" / "platforms" / f"libq{platform}.so"
    refusal = _refusal(str(plugin)) if plugin.is_file() else ""
    if "cannot open shared object" not in refusal:
        return []
    # The loader names the first one only, and ends there.
    lacking = {name for name in _named(plugin, qt / "lib", set()) if name in PACKAGES and _refusal(name)}
    return sorted(lacking | {refusal.partition(":")[0]})


def _refusal(library: str) -> str:
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return ""


def _named(file: Path, own: Path, seen: set[Path]) -> Iterator[str]:
    """The libraries whose names stand in file, and in those of Qt's own that it names."""
    seen.add(file)
    for name in {found.decode() for found in _LIBRARY.findall(file.read_bytes())}:
        if not name.startswith("libQt6"):
            yield name
        elif (own / name).is_file() and own / name not in seen:
            yield from _named(own / name, own, seen)
