"""Networks that restyle, from packs and files: imported ones, and others through the door for files from outside."""

import contextlib
import tempfile
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.formats.family import NETWORK_FILE
from ganeditor.checkpoints.networks import built, open_network
from ganeditor.checkpoints.packs.installed import find_network, installed
from ganeditor.checkpoints.packs.pack import TRANSLATOR, is_pack, read_pack
from ganeditor.checkpoints.packs.translator import TranslatorPack, taken
from ganeditor.checkpoints.reader.refusal import clean
from ganeditor.edits.restyle import USUAL_SIDE
from ganeditor.engine.networks.translation import TranslationNetwork
from ganeditor.engine.restyle.translator import Translator
from ganeditor.errors import ModelError


def open_translator(name: str) -> Translator:
    """The network called name, or in the pack or the file of that name; on the processor."""
    path = find_network(name, TRANSLATOR)
    if path is None:
        known = ", ".join(installed(TRANSLATOR)) or "none"
        raise ModelError(
            f"There is no network '{clean(name, 80)}' that restyles (installed: {known}); give one of these, or a .pth "
            "or .safetensors file of pix2pix or CycleGAN."
        )
    if not is_pack(path):
        return read_foreign(path)
    pack = read_translator_pack(path)
    return _translator(pack.name, open_network(path), counterpart_of(pack), pack.seen_at)


def read_foreign(path: Path) -> Translator:
    """The network in a file from outside, which a child process reads; ModelError says why it is not taken."""
    # Windows can't delete files that are still mapped.
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder_name:
        folder = Path(folder_name)
        found = sandbox.extract(path, folder, [TRANSLATOR])
        return _translator(path.stem, built(found["family"], found["sizes"], load_file(folder / NETWORK_FILE)))


def read_translator_pack(folder: Path) -> TranslatorPack:
    """The manifest of the pack in folder; ModelError names the field that is missing or wrong."""
    return read_pack(folder, taken)


def counterpart_of(pack: TranslatorPack) -> str:
    """Name of the installed network that leads back; empty where there is none."""
    for name, folder in installed(TRANSLATOR).items():
        with contextlib.suppress(ModelError):  # a damaged pack is no reason not to use another
            if read_translator_pack(folder).leads_back_from(pack):
                return name
    return ""


def _translator(name: str, network: nn.Module, counterpart: str = "", seen_at: int = USUAL_SIDE) -> Translator:
    if not isinstance(network, TranslationNetwork):
        raise ModelError(f"The network of {name} does not restyle; give another.")
    return Translator(name, network, counterpart, seen_at).to(torch.device("cpu"))
