"""colour: pix2pix that learns colour for black-and-white photos from a folder of colour pictures, with hints."""

from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.engine.restyle.planes import CHROMA
from ganeditor.errors import UserError
from ganeditor.training.chroma import lab_of, lightness_of, rgb_of
from ganeditor.training.draws import Draws
from ganeditor.training.film import LUMA, developed, framed
from ganeditor.training.hinting import hinted
from ganeditor.training.task import Data, Needs, Step, TrainSettings
from ganeditor.training.tasks import pix2pix
from ganeditor.training.translating import SHOWN, Translating, judge, shown, unet

GREY = 4.0
"""Mean chroma of a picture below which it has no colour to be learned from."""

LOOKED_AT, AFAR = 512, 32
"""Pictures in which colours are counted, and their pixels then."""

BIN, REACH = 10.0, 110
"""Width of the squares of a and b in which colours are counted, and how far they go."""

EVEN = 0.35
"""Share of what all colours count alike, beside how rare each is (Zhang et al. 2016, equation 4)."""


class Colouring(Translating):
    """Sees lightness and hints, makes a and b; rare colours count more, or all would be the mean: brown."""

    worth: Tensor

    def __init__(self, settings: TrainSettings, worth: Tensor) -> None:
        """worth [bins, bins]: what a pixel counts for by the square its a and b lie in."""
        opponent = judge(6, max(settings.width // 2, 4), settings.side)
        super().__init__(unet(4, 2, settings), opponent, settings)
        self.register_buffer("worth", worth)

    def pair(self, step: Step) -> tuple[Tensor, Tensor]:
        """Lightness and hints [N, 4, S, S]; a and b [N, 2, S, S]. Grey pictures among colour ones are left out."""
        with torch.autocast(step.draws.device.type, enabled=False):
            pictures = (step.batch().pictures + 1) / 2
            colourful = chroma_of(pictures) > GREY
            rgb = framed(pictures, step.draws)
            lightness = lightness_of(developed(rgb, step.draws)) / 50 - 1
            ab, hints = hinted(lab_of(rgb)[:, 1:], step.draws)
        colourful[0] |= ~colourful.any()  # a step has something to learn from
        given = torch.cat((lightness, hints[:, :2] / CHROMA, hints[:, 2:]), 1)
        return given[colourful], (ab / CHROMA)[colourful]

    def error(self, made: Tensor, wanted: Tensor) -> Tensor:
        bins = ((wanted * CHROMA + REACH) / BIN).long().clamp(0, len(self.worth) - 1)
        worth = self.worth[bins[:, 0], bins[:, 1]]
        return (worth * (made - wanted).abs().mean(1)).mean()

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Pictures of the data: grey, in the network's colours, as they were."""
        del draws
        pictures = shown(data.first.pixels[:SHOWN], self)
        luma = pictures.new_tensor(LUMA)[:, None, None]
        grey = (pictures * luma).sum(1, keepdim=True).expand(-1, 3, -1, -1)
        lightness = lightness_of((grey[:, :1] + 1) / 2)
        made = self.generator(F.pad(lightness / 50 - 1, (0, 0, 0, 0, 0, 3)), None).float() * CHROMA
        coloured = rgb_of(torch.cat((lightness, made), 1)) * 2 - 1
        return torch.stack([grey, coloured, pictures], 1).flatten(0, 1)


def build(settings: TrainSettings, data: Data) -> Colouring:
    return Colouring(settings, worth_of(data.first.pixels[:: max(1, len(data.first) // LOOKED_AT)]))


def chroma_of(rgb: Tensor) -> Tensor:
    """[N, 3, S, S] in [0, 1] -> each picture's mean chroma [N], looked at from afar."""
    _, a, b = lab_of(F.interpolate(rgb, size=(AFAR, AFAR), mode="area")).unbind(1)
    return torch.hypot(a, b).mean((1, 2))


def worth_of(pixels: object) -> Tensor:
    """What a pixel counts for [bins, bins], so that pixels of levels [N, S, S, 3] count for one on average."""
    rgb = torch.tensor(pixels).permute(0, 3, 1, 2) / 255
    rgb = rgb[chroma_of(rgb) > GREY]
    if not len(rgb):
        raise UserError("The pictures have no colour to be learned from; give a folder with colour pictures.")
    ab = lab_of(F.interpolate(rgb, size=(AFAR, AFAR), mode="area"))[:, 1:]
    count = int(2 * REACH / BIN)
    bins = ((ab + REACH) / BIN).long().clamp(0, count - 1)
    share = torch.bincount((bins[:, 0] * count + bins[:, 1]).flatten(), minlength=count * count).float()
    share = share.reshape(1, 1, count, count) / share.sum()
    share = F.avg_pool2d(share, 3, 1, 1)[0, 0]
    worth = 1 / ((1 - EVEN) * share + EVEN / int((share > 0).sum()))
    return worth / (share * worth).sum()


TASK = replace(
    pix2pix.TASK,
    name="colour",
    summary="colour for black-and-white photos, from colour pictures; hints can name some",
    needs=Needs.PICTURES,
    settings=replace(pix2pix.TASK.settings, loss="hinge", spectral_norm=True, batch=16, pictures=100_000),
    build=build,
    source="Isola et al. 2017; Zhang et al. 2016",
)
