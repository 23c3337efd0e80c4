"""What makes a task the paper's: class by one embedding and projection, attention, mixed styles, even paths."""

from dataclasses import replace

import pytest
import torch
from test_training import discs

from ganeditor.engine.networks.residual import Normalised, SelfAttention
from ganeditor.training.adversarial import Adversarial
from ganeditor.training.draws import Draws, Share
from ganeditor.training.task import Data, Trainable
from ganeditor.training.tasks.biggan import likeness
from ganeditor.training.tasks.stylegan2 import PATH_EVERY, SPEED, StyleGAN2
from ganeditor.training.tasks.table import TASKS


def built(name: str, **own: float | str) -> Trainable:
    task = TASKS[name]
    options = {**task.settings.options, **own}
    torch.manual_seed(0)
    return task.build(replace(task.settings, side=16, width=4, z_dim=8, batch=6, options=options), Data(discs()))


def draws() -> Draws:
    return Draws(0, 0, 6, torch.device("cpu"), Share())


class At:
    """A step of this number, as far as a penalty asks."""

    def __init__(self, number: int) -> None:
        self.number, self.draws = number, draws()

    def mean(self, value: torch.Tensor) -> torch.Tensor:
        return value


@pytest.fixture(scope="module")
def biggan() -> Adversarial:
    networks = built("biggan")
    assert isinstance(networks, Adversarial)
    return networks.eval()


def test_filters_that_are_alike_are_paid_for() -> None:
    layer = torch.nn.Linear(2, 3, bias=False)
    layer.weight.data = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0]])
    assert float(likeness(layer).detach()) == 2 * (0**2 + 3**2 + 2**2)


def test_one_embedding_of_the_class_moves_every_layer(biggan: Adversarial) -> None:
    mapping = biggan.generator.mapping
    assert sum(isinstance(part, torch.nn.Embedding) for part in biggan.generator.modules()) == 0
    layers = [part for part in biggan.generator.synthesis.modules() if isinstance(part, Normalised) and part.gain]
    assert len(layers) == 4
    w = mapping(torch.zeros(2, 8), torch.eye(2))
    for layer in layers:
        x = torch.randn(1, layer.batch.num_features, 4, 4).expand(2, -1, -1, -1)
        one, other = layer(x, w)
        assert not torch.allclose(one, other)


def test_the_class_is_judged_by_projection(biggan: Adversarial) -> None:
    judge, seen = biggan.discriminator, torch.rand(3, 3, 16, 16)
    inner: list[torch.Tensor] = []
    hook = judge.last.register_forward_hook(lambda _part, inputs, _made: inner.append(inputs[0]))
    first, second = (judge(seen, torch.full((3,), label)) for label in (0, 1))
    hook.remove()
    apart = inner[0] @ (judge.label.weight[0] - judge.label.weight[1])
    assert torch.allclose(first - second, apart, atol=1e-4)


def test_truncation_keeps_to_the_class(biggan: Adversarial) -> None:
    generator, z, classes = biggan.generator, torch.randn(2, 8), torch.eye(2)
    none = generator.sample_ws(z, classes, truncation_psi=0.0)
    assert torch.allclose(none[:, 0, :8], torch.zeros(2, 8)) and not torch.allclose(none[0], none[1])
    half = generator.sample_ws(z, classes, truncation_psi=0.5)
    assert torch.allclose(half[:, 0, :8], z / 2) and torch.allclose(half[:, 0, 8:], none[:, 0, 8:])


@pytest.mark.parametrize("name", ["sagan", "biggan"])
def test_both_networks_look_at_all_places_and_are_bounded(name: str) -> None:
    networks = built(name)
    for network in (networks.generator.synthesis, networks.discriminator):
        assert sum(isinstance(part, SelfAttention) for part in network.modules()) == 1
        network.train()
        for _ in range(30):  # a step of power iteration each
            widest = max(
                float(torch.linalg.matrix_norm(part.weight.flatten(1), 2).detach())
                for part in network.modules()
                if isinstance(part, torch.nn.Conv2d)
            )
        assert widest < 1.1


def test_attention_is_the_papers() -> None:
    torch.manual_seed(0)
    layer, x = SelfAttention(8), torch.randn(1, 8, 4, 4)
    assert torch.equal(layer(x), x)
    layer.share.data.fill_(0.5)
    query, key, value = (part(x) for part in (layer.query, layer.key, layer.value))
    key, value = (torch.nn.functional.max_pool2d(part, 2).flatten(2) for part in (key, value))
    looks = torch.softmax(torch.einsum("nci,ncj->nij", query.flatten(2), key), 2)
    assert looks.shape == (1, 16, 4)
    seen = torch.einsum("nij,ncj->nci", looks, value).reshape(1, 4, 4, 4)
    assert torch.allclose(layer(x), x + 0.5 * layer.out(seen), atol=1e-5)


def test_styles_change_over_to_another_at_some_layer() -> None:
    mixed, plain = built("stylegan2", mixed=1.0), built("stylegan2", mixed=0.0)
    assert isinstance(mixed, StyleGAN2) and isinstance(plain, StyleGAN2)
    plain.load_state_dict(mixed.state_dict())
    chance = draws()
    first, second = (mixed.generator.sample_ws(chance.normal(8)) for _ in range(2))
    chance.uniform()
    change = chance.classes(6)
    assert len(set(change.tolist())) > 2
    ws = torch.where((torch.arange(6) < change[:, None])[..., None], first, second)
    assert torch.allclose(mixed.made(draws())[0], mixed.generator.synthesis(ws), atol=1e-5)
    assert torch.allclose(plain.made(draws())[0], mixed.generator.synthesis(first), atol=1e-5)


def test_pictures_are_to_move_evenly_with_w_now_and_then() -> None:
    networks = built("stylegan2")
    assert isinstance(networks, StyleGAN2)
    paid = networks.generator_extra(At(PATH_EVERY))
    assert isinstance(paid, torch.Tensor) and float(paid.detach()) > 0 and float(networks.path) > 0
    (slope,) = torch.autograd.grad(paid, [networks.generator.synthesis.b16.torgb.weight])
    assert bool(slope.any())
    assert networks.generator_extra(At(1)) == 0.0
    assert built("stylegan2", path=0.0).generator_extra(At(0)) == 0.0


def test_augmentation_grows_while_real_pictures_are_known_too_well() -> None:
    networks = built("stylegan2")
    assert isinstance(networks, StyleGAN2)
    for _ in range(40):
        networks.after(At(0), torch.ones(6))
    grown = float(networks.p)
    for _ in range(80):
        networks.after(At(0), -torch.ones(6))
    assert 0 < grown < 40 * 6 / SPEED + 1e-6 and float(networks.p) < grown


def test_nothing_is_augmented_where_nobody_wants_it() -> None:
    networks = built("stylegan2", augmentation=0.0)
    assert isinstance(networks, StyleGAN2)
    for _ in range(5):
        networks.after(At(0), torch.ones(6))
    assert float(networks.p) == 0.0
