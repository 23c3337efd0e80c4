"""Random tiny upscalers, and their tensors under the names that others have for them."""

import re

import numpy as np
import torch
from torch import nn

from ganeditor.engine.networks.rrdb import RRDBNet, RRDBSizes
from ganeditor.engine.networks.srresnet import SRResNet, SRResNetSizes
from ganeditor.engine.networks.srvgg import SRVGG, SRVGGSizes

TINY = RRDBSizes(channels=4, growth=3, blocks=2, doublings=2)


def random_network(network: nn.Module, seed: int = 0) -> nn.Module:
    """network, its weights such that what it makes depends on all of them."""
    random = torch.Generator().manual_seed(seed)
    for parameter in network.parameters():
        inputs = max(1, parameter[0].numel()) if parameter.ndim > 1 else 20
        parameter.data.copy_(torch.randn(parameter.shape, generator=random) / inputs**0.5)
    return network.eval().requires_grad_(False)


def tiny_rrdb(sizes: RRDBSizes = TINY, seed: int = 0) -> RRDBNet:
    return random_network(RRDBNet(sizes), seed)


def tiny_srvgg(scale: int = 4) -> SRVGG:
    return random_network(SRVGG(SRVGGSizes(channels=5, layers=3, scale=scale)))


def tiny_srresnet(doublings: int = 2) -> SRResNet:
    return random_network(SRResNet(SRResNetSizes(channels=4, blocks=2, doublings=doublings)))


def arrays_of(network: nn.Module) -> dict[str, np.ndarray]:
    return {name: tensor.numpy() for name, tensor in network.state_dict().items()}


def renamed(arrays: dict[str, np.ndarray], rules: dict[str, str]) -> dict[str, np.ndarray]:
    """arrays by other names: the first rule whose pattern is the whole of a layer's name says which.

    In a rule's name {n+1} is the n-th group of numbers, plus one.
    """
    found = {}
    for name, array in arrays.items():
        layer, _, kind = name.rpartition(".")
        pattern, template = next((row for row in rules.items() if re.fullmatch(row[0], layer)), (None, None))
        assert pattern, name
        numbers = [int(text) for text in re.fullmatch(pattern, layer).groups()]
        for index, number in enumerate(numbers):
            template = template.replace(f"{{{index}}}", str(number)).replace(f"{{{index}+1}}", str(number + 1))
        found[f"{template}.{kind}"] = array
    return found


NEW = {
    "first": "conv_first",
    r"blocks\.(\d+)\.dense\.(\d+)\.convs\.(\d+)": "body.{0}.rdb{1+1}.conv{2+1}",
    "body": "conv_body",
    r"up\.(\d+)": "conv_up{0+1}",
    "high": "conv_hr",
    "last": "conv_last",
}
BSRGAN = {
    "first": "conv_first",
    r"blocks\.(\d+)\.dense\.(\d+)\.convs\.(\d+)": "RRDB_trunk.{0}.RDB{1+1}.conv{2+1}",
    "body": "trunk_conv",
    r"up\.(\d+)": "upconv{0+1}",
    "high": "HRconv",
    "last": "conv_last",
}


def old_names(sizes: RRDBSizes) -> dict[str, str]:
    """Of ESRGAN as it was first published."""
    end = 3 * sizes.doublings
    return {
        "first": "model.0",
        r"blocks\.(\d+)\.dense\.(\d+)\.convs\.(\d+)": "model.1.sub.{0}.RDB{1+1}.conv{2+1}.0",
        "body": f"model.1.sub.{sizes.blocks}",
        **{rf"up\.{index}": f"model.{3 * index + 3}" for index in range(sizes.doublings)},
        "high": f"model.{end + 2}",
        "last": f"model.{end + 4}",
    }
