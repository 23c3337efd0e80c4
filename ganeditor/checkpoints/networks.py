"""Networks beside the models of faces, built from the sizes of their family and the tensors of a file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ganeditor.checkpoints.formats.family import NETWORK_FILE
from ganeditor.checkpoints.formats.translation import RESNET, UNET
from ganeditor.checkpoints.formats.upscaler import COMPACT, RRDB, SRRESNET
from ganeditor.checkpoints.packs.eyes import EXEMPLAR
from ganeditor.checkpoints.packs.network import read_network_pack
from ganeditor.checkpoints.packs.pack import verify_files
from ganeditor.engine.networks.exemplar import ExemplarNetwork, ExemplarSizes
from ganeditor.engine.networks.rrdb import RRDBNet, RRDBSizes
from ganeditor.engine.networks.srresnet import SRResNet, SRResNetSizes
from ganeditor.engine.networks.srvgg import SRVGG, SRVGGSizes
from ganeditor.engine.networks.translation import ResnetGenerator, ResnetSizes, UnetGenerator, UnetSizes
from ganeditor.errors import ModelError

BUILDERS: Mapping[str, Callable[[Mapping[str, Any]], nn.Module]] = {
    RRDB: lambda sizes: RRDBNet(RRDBSizes(**sizes)),
    COMPACT: lambda sizes: SRVGG(SRVGGSizes(**sizes)),
    SRRESNET: lambda sizes: SRResNet(SRResNetSizes(**sizes)),
    RESNET: lambda sizes: ResnetGenerator(ResnetSizes(**sizes)),
    UNET: lambda sizes: UnetGenerator(UnetSizes(**sizes)),
    EXEMPLAR: lambda sizes: ExemplarNetwork(ExemplarSizes(**sizes)),
}
"""Of each family, from its sizes."""


def built(family: str, sizes: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> nn.Module:
    """The network, frozen, on the processor, in float32 though a file may have halves."""
    with torch.device("meta"):  # its numbers come at once
        network = BUILDERS[family](sizes)
    network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, assign=True)
    return network.eval().requires_grad_(False)


def open_network(folder: Path) -> nn.Module:
    """The network of the pack in folder, on the processor; ModelError where it is not what the manifest says."""
    pack = read_network_pack(folder)
    verify_files(folder, pack)
    try:
        return built(pack.family, pack.sizes, load_file(folder / NETWORK_FILE))
    except (OSError, SafetensorError, KeyError, TypeError, RuntimeError):
        raise ModelError(f"{folder} does not hold the network that its manifest describes; import it again.") from None
