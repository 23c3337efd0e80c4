"""pix2pix: one picture made of another, learned from pairs of both (Isola et al. 2017)."""

from ganeditor.training.options import usual
from ganeditor.training.task import Data, Needs, Task, TrainSettings
from ganeditor.training.translating import OPTIONS, Translating, judge, unet


def build(settings: TrainSettings, _data: Data) -> Translating:
    return Translating(unet(3, 3, settings), judge(6, settings.width, settings.side), settings)


TASK = Task(
    "pix2pix",
    "one picture made of another, such as a photo of a drawing",
    Needs.PAIRS,
    TrainSettings(side=128, batch=8, betas=(0.5, 0.999), width=32, options=usual(OPTIONS)),
    build,
    "Isola et al. 2017",
    OPTIONS,
)
