"""A likely picture of a face made consistent with the photo: what the photo shows for certain is taken from it.

Iterative back-projection (Irani and Peleg 1991): the picture goes through the degradation, and what it then lacks of
the photo is put back, again and again.
"""

import numpy as np
import torch

from ganeditor.engine.faces.align import Image, invert, resample
from ganeditor.engine.restore.view import View

ROUNDS = 5
"""Times that what is missing is put back. More would sharpen what is left of the photo's noise."""


def consistent(likely: Image, view: View, fidelity: float) -> Image:
    """likely [R, R, 3] in levels of 255, such that degraded it is what the photo shows, as far as fidelity says.

    It is the share of what is missing that each round puts back: light and form come first, and the finest things that
    the photo shows come last.
    """
    seen = view.seen(torch.device("cpu"))
    inside = seen.inside[0, 0].numpy()[..., None]
    photo, made, side = view.clean.astype(np.float32), likely, view.side
    for _ in range(ROUNDS if fidelity else 0):
        tensor = torch.from_numpy(made / np.float32(127.5) - 1).permute(2, 0, 1)[None]
        shown = (seen(tensor)[0].permute(1, 2, 0).numpy() + 1) * np.float32(127.5)
        missing = resample((photo - shown) * inside, invert(view.matrix), (side, side))
        made = np.asarray(np.clip(made + np.float32(fidelity) * missing, 0, 255), np.float32)
    return made
