"""How plausible a made face is, and repair of one that is not."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.model import FaceModel
from ganeditor.engine.tensors import to_tensor
from ganeditor.errors import EditError

Array = npt.NDArray[np.float32]
Picture8 = npt.NDArray[np.uint8]

PULL = 0.5  # of the way to the mean that a layer goes at a time when a face is repaired
NEAR = 0.01  # distance to the mean, in standard deviations, from which nothing is left to pull
COMPANY = 4  # pictures at most
MENDED = 0.15  # of the way from a face's realism to the mean face's that mending one goes


class Judge:
    """Scores of one model's faces, the higher the more plausible.

    They are the discriminator's where the model brings one, and else minus the distance to the prior.
    """

    def __init__(self, model: FaceModel) -> None:
        self.model = model
        self._spread = torch.zeros(0)
        if model.discriminator:
            # A discriminator looks at several pictures at once; these are the company of every face, one whole group.
            count, width = min(COMPANY, model.discriminator.sizes.spread_group), model.latents.factor.shape[1]
            u = torch.randn(count, width, generator=torch.Generator().manual_seed(0))
            w = model.latents.mean + u.to(model.device) @ model.latents.factor.T
            ws = w[:, None].repeat(1, model.generator.num_ws, 1)
            with torch.no_grad():
                rows = [model.discriminator.features(synthesize(model, row[None], {})) for row in ws]
                self._spread = model.discriminator.spread(torch.cat(rows)).mean(0)

    def scores(self, ws: Array, pictures: Picture8) -> Array:
        """Scores [N] of ws [N, num_ws, w_dim] and their pictures [N, R, R, 3]."""
        if not self.model.discriminator:
            return self._nearness(ws)
        images = [to_tensor(picture, self.model.device) for picture in pictures]
        return np.concatenate([self.of_images(image).cpu().numpy() for image in images])

    def of_images(self, images: Tensor) -> Tensor:
        """The discriminator's scores [N] of images [N, 3, R, R] in [-1, 1]."""
        assert self.model.discriminator, "without one, there are only scores of latents"
        with torch.no_grad():
            found: Tensor = self.model.discriminator(images, spread=self._spread)
        return found

    def of_latents(self, ws: Array) -> float:
        """The score of one face, ws [num_ws, w_dim]."""
        if not self.model.discriminator:
            return float(self._nearness(ws[None])[0])
        with torch.no_grad():
            image = synthesize(self.model, torch.from_numpy(ws)[None].to(self.model.device), {})
        return float(self.of_images(image))

    def _nearness(self, ws: Array) -> Array:
        nearness: Array = -prior_distance(self.model, ws).mean(1)
        return nearness

    def repaired(self, ws: Array, target: float) -> tuple[Array, list[int]]:
        """ws [num_ws, w_dim] pulled towards the mean until its score is at least target; which layers were pulled.

        The layers farthest from the prior are pulled first, each by half of what is left, so that as few as possible
        change.
        """
        result, pulled, score = self._pulled(ws, target)
        if score < target:
            raise EditError(
                f"A realism of {target:.3g} can't be reached, the mean face's is {score:.3g}; ask for less."
            )
        return result, pulled

    def mended(self, ws: Array) -> tuple[Array, list[int]]:
        """ws [num_ws, w_dim] repaired a little, so that it stays itself; none is better than the mean face."""
        mean = np.broadcast_to(self.model.latents.mean.cpu().numpy(), ws.shape)
        score, best = self.of_latents(ws), self.of_latents(mean.copy())
        return self._pulled(ws, score + MENDED * max(0.0, best - score))[:2]

    def _pulled(self, ws: Array, target: float) -> tuple[Array, list[int], float]:
        """ws pulled until its score is at least target, or until it is the mean face; which layers, and its score."""
        result, pulled = ws.copy(), set()
        mean = self.model.latents.mean.cpu().numpy()
        distances = prior_distance(self.model, result[None])[0]
        while (score := self.of_latents(result)) < target and distances.max() >= NEAR:
            layer = int(distances.argmax())
            result[layer] += (mean - result[layer]) * np.float32(PULL)
            distances[layer] *= 1 - PULL
            pulled.add(layer)
        return result, sorted(pulled), score


def prior_distance(model: FaceModel, ws: Array) -> Array:
    """For each layer of ws [N, num_ws, w_dim], the root mean square [N, num_ws] of its whitened coordinates.

    1 is what the prior itself gives; far above, the generator has seen nothing like it and artefacts are likely.
    """
    latents = model.latents
    offsets = (torch.from_numpy(ws).to(model.device) - latents.mean).flatten(0, 1)
    u = latents.whitened(offsets)
    distances: Array = u.square().mean(1).sqrt().reshape(ws.shape[:2]).cpu().numpy()
    return distances
