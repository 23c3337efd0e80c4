"""Random tiny upscalers, and their tensors under the names that others have for them."""

import json
import re
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

from ganeditor import paths
from ganeditor.checkpoints.formats.family import NETWORK_FILE
from ganeditor.checkpoints.formats.upscaler import COMPACT, RRDB, SRRESNET
from ganeditor.checkpoints.packs.pack import FILE_NAME, UPSCALER
from ganeditor.checkpoints.packs.packing import entry_of
from ganeditor.engine.networks.rrdb import RRDBNet, RRDBSizes
from ganeditor.engine.networks.srresnet import SRResNet, SRResNetSizes
from ganeditor.engine.networks.srvgg import SRVGG, SRVGGSizes

FAMILIES = {RRDB: RRDBNet, COMPACT: SRVGG, SRRESNET: SRResNet}
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


def tiny_srvgg(scale: int = 4, seed: int = 0) -> SRVGG:
    return random_network(SRVGG(SRVGGSizes(channels=5, layers=3, scale=scale)), seed)


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


def write_ncnn(arrays: dict[str, np.ndarray], sizes: RRDBSizes, path: Path, half: bool = True) -> None:
    """An RRDBNet as ncnn's converter writes it: path.param and path.bin."""
    lines, data, blob = ["Input in 0 1 data"], [], iter(range(10_000))

    def layer(kind: str, inputs: list[str], options: str = "") -> str:
        out, sources = f"b{next(blob)}", []
        for name in inputs:
            lines.append(f"Split s{out}{name} 1 2 {name} {name}_{out}_0 {name}_{out}_1")
            sources.append(f"{name}_{out}_1")
        lines.append(f"{kind} l{out} {len(inputs)} 1 {' '.join(sources)} {out} {options}".strip())
        return out

    def conv(name: str, x: str, active: bool = False) -> str:
        weight = arrays[f"{name}.weight"]
        if half:
            numbers = weight.astype("<f2").tobytes()
            data.extend((b"\x47\x6b\x30\x01", numbers, bytes(len(numbers) % 4)))
        else:
            data.extend((bytes(4), weight.astype("<f4").tobytes()))
        data.append(arrays[f"{name}.bias"].astype("<f4").tobytes())
        after = " 9=2 -23310=1,2.000000e-01" if active else ""
        return layer("Convolution", [x], f"0={len(weight)} 1=3 4=1 5=1 6={weight.size}{after}")

    def added(residual: str, x: str) -> str:
        return layer("Eltwise", [residual, x], "0=1 -23301=2,2.000000e-01,1.000000e+00")

    x = y = conv("first", "data")
    for block in range(sizes.blocks):
        start = y
        for dense in range(3):
            name, seen, joined = f"blocks.{block}.dense.{dense}.convs", [y], y
            for index in range(4):
                seen.append(conv(f"{name}.{index}", joined, True))
                joined = layer("Concat", seen)
            y = added(conv(f"{name}.4", joined), y)
        y = added(y, start)
    y = layer("BinaryOp", [x, conv("body", y)])
    for step in range(sizes.doublings):
        y = conv(f"up.{step}", layer("Interp", [y], "0=1 1=2.000000e+00 2=2.000000e+00"), True)
    conv("last", conv("high", y, True))
    path.with_suffix(".param").write_text("\n".join(["7767517", f"{len(lines)} {len(lines)}", *lines]) + "\n")
    path.with_suffix(".bin").write_bytes(b"".join(data))


def write_pack(network: nn.Module, name: str) -> Path:
    """A pack of the user's with this network, as an import makes one."""
    folder = paths.user_models() / name
    folder.mkdir(parents=True)
    save_file(arrays_of(network), folder / NETWORK_FILE)
    manifest = {
        "format": 1,
        "kind": UPSCALER,
        "name": name,
        "version": "1",
        "family": next(family for family, kind in FAMILIES.items() if isinstance(network, kind)),
        "sizes": vars(network.sizes),
        "does": f"×{network.scale}",
        "files": {NETWORK_FILE: entry_of(folder / NETWORK_FILE)},
        "licence": "none",
        "training_data": "none",
    }
    (folder / FILE_NAME).write_text(json.dumps(manifest))
    return folder
