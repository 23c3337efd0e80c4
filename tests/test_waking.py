"""That the window is not kept from answering while the engine is opened: by what is done, and not by the clock."""

import subprocess
import sys

import pytest

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
