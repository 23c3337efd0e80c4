"""Networks that enlarge: sizes, and pictures as their papers' equations have them."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from upscalers import TINY, tiny_rrdb, tiny_srresnet, tiny_srvgg

from ganeditor.engine.networks.rrdb import RRDBSizes

NETWORKS = {
    "esrgan": tiny_rrdb(),
    "real-esrgan x2": tiny_rrdb(RRDBSizes(4, 3, 1, doublings=2, unshuffle=2)),
    "real-esrgan x1": tiny_rrdb(RRDBSizes(4, 3, 1, doublings=2, unshuffle=4)),
    "esrgan x8": tiny_rrdb(RRDBSizes(4, 3, 1, doublings=3)),
    "srvgg": tiny_srvgg(),
    "srvgg x2": tiny_srvgg(2),
    "srresnet": tiny_srresnet(),
    "srresnet x2": tiny_srresnet(1),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_sizes_are_what_the_network_says(name: str) -> None:
    network = NETWORKS[name]
    x = torch.rand(2, 3, 8, 12)
    assert network(x).shape == (2, 3, 8 * network.scale, 12 * network.scale)
    assert x.shape[-1] % network.multiple == 0


@pytest.mark.parametrize("name", NETWORKS)
def test_products_are_those_that_its_convolutions_do(name: str) -> None:
    network, done = NETWORKS[name], []

    def count(conv: nn.Conv2d, _inputs: object, made: torch.Tensor) -> None:
        done.append(conv.weight.numel() * made.shape[2] * made.shape[3])

    hooks = [part.register_forward_hook(count) for part in network.modules() if isinstance(part, nn.Conv2d)]
    network(torch.rand(1, 3, 8, 8))
    for hook in hooks:
        hook.remove()
    assert network.products_per_pixel == sum(done) // 64


def test_rrdb_is_the_papers() -> None:
    """Written out: five convolutions that see all before them, 0.2 of each residual, and of the three together."""
    network, x = tiny_rrdb(), torch.rand(1, 3, 5, 6)
    state = network.state_dict()

    def conv(name: str, y: torch.Tensor) -> torch.Tensor:
        return F.conv2d(y, state[f"{name}.weight"], state[f"{name}.bias"], padding=1)

    first = y = conv("first", x)
    for block in range(TINY.blocks):
        start = y
        for dense in range(3):
            name, seen = f"blocks.{block}.dense.{dense}.convs", [y]
            for index in range(4):
                seen.append(F.leaky_relu(conv(f"{name}.{index}", torch.cat(seen, 1)), 0.2))
            y = y + 0.2 * conv(f"{name}.4", torch.cat(seen, 1))
        y = start + 0.2 * y
    y = first + conv("body", y)
    for index in range(2):
        y = F.leaky_relu(conv(f"up.{index}", y.repeat_interleave(2, 2).repeat_interleave(2, 3)), 0.2)
    y = conv("last", F.leaky_relu(conv("high", y), 0.2))
    torch.testing.assert_close(network(x), y)


def test_a_compact_network_of_zeros_repeats_pixels() -> None:
    network, x = tiny_srvgg(2), torch.rand(1, 3, 4, 4)
    network.last.weight.data.zero_()
    network.last.bias.data.zero_()
    torch.testing.assert_close(network(x), x.repeat_interleave(2, 2).repeat_interleave(2, 3))


def test_srresnet_of_zeros_is_grey() -> None:
    network = tiny_srresnet()
    network.last.weight.data.zero_()
    network.last.bias.data.zero_()
    torch.testing.assert_close(network(torch.rand(1, 3, 4, 4)), torch.full((1, 3, 16, 16), 0.5))
