"""Random 16-pixel networks: they prove the rules of the generator without any training."""

import torch

from ganeditor.engine.latent.space import LatentSpace
from ganeditor.engine.networks.generator import Generator, MappingNetwork, SynthesisNetwork, SynthesisSizes

W = 8


def tiny_generator(seed: int = 0, channels: tuple[int, ...] = (6, 5, 4), noise: float = 0.0, **mapping) -> Generator:
    """4 · 2^(n-1) pixels for n channels; noise is the strength of each layer's noise map."""
    torch.manual_seed(seed)
    synthesis = SynthesisNetwork(SynthesisSizes(channels, w_dim=W))
    for name, parameter in synthesis.named_parameters():
        if name.endswith("noise_strength"):
            parameter.data.fill_(noise)
        if name.endswith("bias") and "affine" not in name:
            parameter.data.normal_(std=0.1)
    options = {"z_dim": W, "w_dim": W, "num_layers": 2} | mapping
    return Generator(MappingNetwork(**options), synthesis).eval().requires_grad_(False)


def tiny_latents(seed: int = 0) -> LatentSpace:
    """Three attributes (smile, glasses, age) in a space of W dimensions with known directions."""
    random = torch.Generator().manual_seed(seed)
    normals = torch.linalg.qr(torch.randn(W, W, generator=random)).Q
    return LatentSpace(
        mean=torch.zeros(W),
        factor=torch.eye(W),
        names=("smile", "glasses", "age"),
        readout_weight=normals[:3].clone(),
        readout_bias=torch.zeros(3),
        readout_mean=torch.tensor([0.0, 0.5, 40.0]),
        readout_std=torch.tensor([1.0, 0.25, 20.0]),
        directions={"smile": normals[0] + 0.3 * normals[1], "glasses": normals[1].clone()},
        age_knots=torch.tensor([1.0, 20.0, 80.0]),
        age_path=torch.stack([0 * normals[2], normals[2], 4 * normals[2]]),
    )
