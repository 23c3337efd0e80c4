"""A face model ready for use: generator, encoder, latent space and alignment in one place."""

from dataclasses import dataclass, replace

import torch

from ganeditor.engine.faces.align import FFHQTemplate, Template
from ganeditor.engine.latent.space import LatentSpace
from ganeditor.engine.networks.discriminator import Discriminator
from ganeditor.engine.networks.encoder import FaceEncoder
from ganeditor.engine.networks.generator import Generator
from ganeditor.engine.networks.segmentation import SegmentationHead


@dataclass(frozen=True, eq=False)
class FaceModel:
    """Parts that belong together; weights are frozen float32."""

    name: str
    version: str
    fingerprint: str  # SHA-256 of what the weights were read from; cached latents are filed under it
    generator: Generator
    encoder: FaceEncoder | None  # without one, inversion starts from the mean face
    latents: LatentSpace
    template: Template | FFHQTemplate
    licence: str
    noise: bool  # whether the layers add noise maps
    discriminator: Discriminator | None = None  # judges how real a picture looks
    segmentation: SegmentationHead | None = None  # tells what each pixel of its pictures is
    labels: tuple[str, ...] = ()  # names of the classes of a conditional generator, where they are known

    @property
    def resolution(self) -> int:
        return self.generator.synthesis.resolution

    @property
    def batch(self) -> int:
        """Pictures made at a time: enough to keep a processor busy, few enough to stop soon and to fit in memory."""
        return max(1, min(8, 2 * 512**2 // self.resolution**2))

    @property
    def device(self) -> torch.device:
        return self.latents.mean.device

    def to(self, device: torch.device) -> "FaceModel":
        return replace(
            self,
            generator=self.generator.to(device),
            encoder=self.encoder.to(device) if self.encoder else None,
            discriminator=self.discriminator.to(device) if self.discriminator else None,
            segmentation=self.segmentation.to(device) if self.segmentation else None,
            latents=self.latents.to(device),
        )
