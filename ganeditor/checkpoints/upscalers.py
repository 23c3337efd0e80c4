"""Upscalers from packs and files: the one that comes with the program, imported ones, and others from outside."""

import contextlib
import re
import tempfile
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from ganeditor import paths
from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.formats import upscalers
from ganeditor.checkpoints.formats.family import NETWORK_FILE
from ganeditor.checkpoints.networks import built, open_network
from ganeditor.checkpoints.packs.installed import find_network, installed
from ganeditor.checkpoints.packs.network import NetworkPack, read_network_pack
from ganeditor.checkpoints.packs.pack import UPSCALER, is_pack, place_of, verify_files
from ganeditor.checkpoints.reader.refusal import Refusal, clean
from ganeditor.engine.enhance.upscaler import Upscaler
from ganeditor.engine.networks.upscaling import UpscalingNetwork
from ganeditor.errors import ModelError

WEAK = "wdn"
"""What Real-ESRGAN's authors add to the name of a network that leaves more noise (weak denoising)."""


def open_upscaler(name: str = paths.DEFAULT_UPSCALER) -> Upscaler:
    """The upscaler called name, or in the pack or the file of that name; on the processor."""
    path = find_network(name, UPSCALER)
    if path is None:
        known = ", ".join(installed(UPSCALER))
        raise ModelError(
            f"There is no upscaler '{clean(name, 80)}' (installed: {known}); give one of these, or a .pth, "
            ".safetensors or .param file."
        )
    return _packed(path) if is_pack(path) else read_foreign(path)


def read_foreign(path: Path) -> Upscaler:
    """The upscaler in a file from outside, which a child process reads; ModelError says why it is not taken."""
    # Windows can't delete files that are still mapped.
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder_name:
        folder = Path(folder_name)
        found = sandbox.extract(path, folder, [UPSCALER])
        return _upscaler(path.stem, built(found["family"], found["sizes"], load_file(folder / NETWORK_FILE)))


def pair_of(pack: NetworkPack) -> tuple[str, str] | None:
    """Names of the network that leaves noise and of the one that takes it away, where pack is one of such two.

    They have the same layers, of the same sizes, and are called alike but for WEAK.
    """
    words, weak = _told_apart(pack.name)
    for name, folder in installed(UPSCALER).items():
        with contextlib.suppress(ModelError):  # a damaged pack is no reason not to use another
            other = read_network_pack(folder)
            alike = (other.family, other.sizes) == (pack.family, pack.sizes)
            if alike and _told_apart(name) == (words, not weak):
                return (pack.name, name) if weak else (name, pack.name)
    return None


def _told_apart(name: str) -> tuple[list[str], bool]:
    """The words of a name without WEAK, and whether it was among them."""
    words = re.split(r"[-_.]", name.lower())
    return [word for word in words if word != WEAK], WEAK in words


def _packed(folder: Path) -> Upscaler:
    pack = read_network_pack(folder)
    if not pack.package:
        return _upscaler(pack.name, open_network(folder), pair_of(pack))
    verify_files(folder, pack)
    path = place_of(folder, pack) / pack.files[0].name
    try:
        _kind, found = upscalers.read_upscaler(path)
    except Refusal as error:
        raise ModelError(f"{path} can't be read ({error}); install the package {pack.package} anew.") from None
    tensors = {name: torch.from_numpy(array) for name, array in found.arrays.items()}
    return _upscaler(pack.name, built(found.family, found.sizes, tensors))


def _upscaler(name: str, network: nn.Module, pair: tuple[str, str] | None = None) -> Upscaler:
    if not isinstance(network, UpscalingNetwork):
        raise ModelError(f"The network of {name} does not enlarge; give another.")
    return Upscaler(name, network, pair).to(torch.device("cpu"))
