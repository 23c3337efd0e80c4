"""projected: stylegan2 before a discriminator with a trained network's eyes (Sauer et al. 2021)."""

from dataclasses import replace

from ganeditor.training.options import altered, usual
from ganeditor.training.tasks import stylegan2

OPTIONS = altered(stylegan2.OPTIONS, discriminator=stylegan2.PROJECTED, path=0.0, mixed=0.0)

TASK = replace(
    stylegan2.TASK,
    name="projected",
    summary="stylegan2 judged with a trained network's eyes: far fewer pictures needed",
    # The discriminator knows pictures from the start: it learns slowly.
    settings=replace(
        stylegan2.TASK.settings, loss="hinge", penalties=(), discriminator_rate=2e-4, options=usual(OPTIONS)
    ),
    source="Sauer et al. 2021",
    options=OPTIONS,
)
