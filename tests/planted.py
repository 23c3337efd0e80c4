"""A tiny model whose latent space has known axes: what discovery and training must find again."""

import torch
from tiny import W, tiny_generator, tiny_latents

from ganeditor.engine.faces.align import Template
from ganeditor.engine.latent.space import LatentSpace
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.generator import GaussianMapping, Generator

SIGMAS = torch.tensor([6.0, 3.0, 1.5, 0.8, 0.4, 0.2, 0.1, 0.05])
TEMPLATE = Template(((0.3, 0.4), (0.7, 0.4), (0.35, 0.7), (0.65, 0.7)))


def bare_latents(mean: torch.Tensor, factor: torch.Tensor) -> LatentSpace:
    """A space of which only the prior is known, as a foreign checkpoint has it."""
    none = torch.zeros(0)
    return LatentSpace(
        mean, factor, (), torch.zeros(0, len(mean)), none, none, none, {}, none, torch.zeros(0, len(mean))
    )


def planted_axes(seed: int = 0) -> torch.Tensor:
    """Orthonormal rows [W, W]."""
    return torch.linalg.qr(torch.randn(W, W, generator=torch.Generator().manual_seed(seed))).Q.T.contiguous()


def planted_model(sigmas: torch.Tensor = SIGMAS, *, bare: bool = True) -> FaceModel:
    """w = mean + Σ σ_k · axis_k · z_k; with its read-outs and directions unless bare."""
    factor = planted_axes().T * sigmas
    mean = torch.linspace(-1, 1, W)
    if bare:
        latents = bare_latents(mean, factor)
    else:
        latents = tiny_latents()
        mean, factor = latents.mean, latents.factor
    generator = Generator(GaussianMapping(mean, factor), tiny_generator().synthesis).eval().requires_grad_(False)
    return FaceModel("tiny", "1", "f00d", generator, None, latents, TEMPLATE, "none", noise=False)
