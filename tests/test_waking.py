"""That the window is not kept from answering while the engine is opened: by what is done, and not by the clock."""

import subprocess
import sys

import numpy as np
import pytest

from ganeditor.checkpoints import assembly
from ganeditor.engine.faces.shapes import ShapesApart
from ganeditor.ui.session.bench import open_bench
from ganeditor.ui.widgets import qimage

ORDER = """
import gc, sys
import ganeditor.ui.session.bench as bench
from ganeditor.errors import UserError

load = bench.load_libraries

def watched(package, module):
    print("torch" in sys.modules, load(package, module), "torch" in sys.modules)
    print("libtorch_python" in open("/proc/self/maps").read())

bench.load_libraries = watched
gc.callbacks.append(lambda _phase, info: print("looked everywhere") if info["generation"] == 2 else None)
try:
    bench.open_bench({"model": "none"}, print)
except UserError:
    gc.callbacks.clear()
    print("torch" in sys.modules, gc.isenabled(), gc.get_freeze_count() > 100_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_torch_is_imported_when_its_libraries_are_loaded_and_nobody_looks_for_garbage(tmp_path, monkeypatch):
    monkeypatch.setenv("GANEDITOR_HOME", str(tmp_path))
    result = subprocess.run([sys.executable, "-c", ORDER], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["False True False", "True", "True True True"]


def test_in_the_window_dlib_works_in_a_child(monkeypatch):
    given = []

    def opened(_options, _notify, shapes):
        given.append(shapes)
        raise StopIteration

    monkeypatch.setattr(assembly, "open_editor", opened)
    with pytest.raises(StopIteration):
        open_bench({}, print)
    assert isinstance(given[0], ShapesApart)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_a_photo_is_converted_for_the_screen_in_strips(monkeypatch, channels, depth):
    strips, show = [], qimage._show
    monkeypatch.setattr(qimage, "_show", lambda pixels, bgra: (strips.append(len(pixels)), show(pixels, bgra)))
    pixels = np.random.default_rng(0).integers(0, np.iinfo(depth).max, (2 * qimage.STRIP + 3, 5, channels), depth)
    shown = qimage.to_bgra(pixels)
    assert strips == [qimage.STRIP, qimage.STRIP, 3]
    eight = pixels.astype(int) >> (8 if depth is np.uint16 else 0)
    alpha = eight[..., -1:] if channels in (2, 4) else np.full((*eight.shape[:2], 1), 255)
    colours = eight[..., :1].repeat(3, 2) if channels < 3 else eight[..., 2::-1]
    np.testing.assert_array_equal(shown, np.concatenate([(colours * alpha + 127) // 255, alpha], 2))
