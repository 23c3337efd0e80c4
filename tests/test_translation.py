"""Generators of pix2pix and CycleGAN: the pictures of their authors' layouts, under every naming, in bands or whole."""

import numpy as np
import pytest
import torch
from translations import PlainResnet, PlainUnet, random_plain

from ganeditor.checkpoints.formats import cyclegan, pix2pix
from ganeditor.checkpoints.formats.translation import RESNET
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.engine.networks import rows
from ganeditor.engine.networks.translation import ResnetGenerator, ResnetSizes, UnetGenerator, UnetSizes

FAMILIES = [cyclegan, pix2pix]
RESNETS = [
    {},
    {"blocks": 9},
    {"dropout": True},
    {"padding": "zero"},
    {"padding": "zero", "dropout": True},
    {"up": "resize"},
    {"up": "zero"},
    {"norm": "batch", "dropout": True},
    {"norm": "stale"},
    {"norm": "none"},
    {"io": (1, 3)},
    {"io": (4, 2)},
]
UNETS = [
    {},
    {"halvings": 8},
    {"norm": "instance"},
    {"norm": "stale"},
    {"norm": "none"},
    {"dropout": True},
    {"up": "resize"},
    {"up": "zero", "norm": "instance"},
    {"io": (1, 2)},
]
LAYOUTS = [(PlainResnet, options) for options in RESNETS] + [(PlainUnet, options) for options in UNETS]


def content_of(plain, prefix=""):
    return {prefix + name: tensor.float().numpy() for name, tensor in plain.state_dict().items()}


def read(content):
    (family,) = [family for family in FAMILIES if family.fits(content)]
    return family.read(content)


def network_of(found):
    make, sizes = (ResnetGenerator, ResnetSizes) if found.family == RESNET else (UnetGenerator, UnetSizes)
    network = make(sizes(**found.sizes))
    network.load_state_dict({name: torch.from_numpy(array) for name, array in found.arrays.items()})
    return network.requires_grad_(False)


def picture(plain, channels=3):
    height, width = (40, 32) if isinstance(plain, PlainResnet) else (128, 256)
    return torch.rand(1, channels, height, width, generator=torch.Generator().manual_seed(1)) * 2 - 1


def ids(layout):
    return f"{layout[0].__name__}-{'-'.join(f'{key}={value}' for key, value in layout[1].items()) or 'plain'}"


@pytest.mark.parametrize("layout", LAYOUTS, ids=ids)
def test_a_file_of_every_layout_gives_the_picture_of_the_plain_network(layout):
    make, options = layout
    plain = random_plain(make(**options))
    if options.get("halvings") == 8:
        x = torch.rand(1, 3, 256, 256) * 2 - 1
    else:
        x = picture(plain, options.get("io", (3, 3))[0])
    wanted = plain(x)
    assert wanted.std() > 0.1
    for prefix in ("", "module."):
        found = read(content_of(plain, prefix))
        made = network_of(found)(x)
        assert (made - wanted).abs().max() < 2e-4
    assert bool(found.notices) == ("up" in options)


@pytest.mark.parametrize("make", [PlainResnet, PlainUnet])
def test_bands_of_a_few_rows_give_the_picture_of_the_whole(make, monkeypatch):
    for up in ("transposed", "resize"):
        plain = random_plain(make(up=up))
        network, x = network_of(read(content_of(plain))), picture(plain)
        whole, told = network(x), []
        monkeypatch.setattr(rows, "BAND_PRODUCTS", 1)
        banded = network(x, told.append)
        monkeypatch.undo()
        assert len(told) > 20
        assert (banded - whole).abs().max() < 1e-5


@pytest.mark.parametrize("make", [PlainResnet, PlainUnet])
def test_the_work_that_is_told_beforehand_is_what_is_done(make):
    network = network_of(read(content_of(random_plain(make()))))
    x, told = picture(make()), []
    network(x, told.append)
    expected = network.products_per_pixel * x.shape[2] * x.shape[3]
    assert 0.6 < sum(told) / expected < 1.7


@pytest.mark.parametrize("make", [PlainResnet, PlainUnet])
def test_what_is_no_whole_network_is_refused_by_name(make):
    plain = random_plain(make(norm="batch"))
    whole = content_of(plain)
    missing = {name: array for name, array in whole.items() if not name.endswith("conv_block.5.weight")}
    missing.pop("model.model.1.model.2.weight", None)
    wrong = whole | {
        name: array[:1] for name, array in whole.items() if name in ("model.4.weight", "model.model.1.model.1.weight")
    }
    more = whole | {"model.77.gain": np.zeros(3, np.float32)}
    six = content_of(random_plain(make(norm="batch", io=(6, 3))))
    for content, text in ((missing, "no tensor|otherwise"), (wrong, "shape"), (more, "no place"), (six, "of 6")):
        with pytest.raises(Refusal, match=text):
            read(content)


def test_families_keep_to_their_own():
    assert not any(family.fits(content) for family in FAMILIES for content in ({}, [], {"model.1.weight": 3}))
