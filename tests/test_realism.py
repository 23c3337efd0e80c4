"""Realism, by the distance to the prior and by a discriminator, and repair of faces that lack it."""

import dataclasses

import numpy as np
import pytest
import torch
from foreign import random_discriminator
from tiny import tiny_generator, tiny_latents

from ganeditor.engine.latent.generate import pictures, random_ws
from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.latent.realism import Judge
from ganeditor.engine.model import FaceModel
from ganeditor.errors import EditError


@pytest.fixture
def model(shared_editor):
    return shared_editor.model


@pytest.fixture
def judged():
    """A tiny model with a discriminator."""
    generator = tiny_generator(channels=(6, 6, 4))
    judge = random_discriminator((6, 6, 4))
    return FaceModel("tiny", "1", "f00d", generator, None, tiny_latents(), None, "none", False, judge)


def nearness(model, ws):
    return Judge(model).scores(ws, pictures(model, ws))


def test_realism_falls_with_the_distance_to_the_prior(model):
    scores = [nearness(model, random_ws(model, range(4), psi)).mean() for psi in (0.3, 0.7, 1.0, 1.8)]
    assert scores == sorted(scores, reverse=True)
    assert scores[2] == pytest.approx(-1, abs=0.1)  # the prior itself


def test_repair_changes_few_layers_and_reaches_the_score(model):
    ws = random_ws(model, [4], 0.7)[0]
    strange = ws.copy()
    strange[6] = random_ws(model, [5], 4.0)[0][6]
    judge = Judge(model)
    target = judge.of_latents(strange) + 0.1
    result, pulled = judge.repaired(strange, target)
    assert pulled == [6]
    assert judge.of_latents(result) >= target
    np.testing.assert_array_equal(np.delete(result, 6, 0), np.delete(strange, 6, 0))
    assert judge.repaired(ws, -50.0)[1] == []
    with pytest.raises(EditError, match=r"0\.5 can't be reached, the mean face's is"):
        judge.repaired(ws, 0.5)


def test_mending_goes_some_of_the_way_to_the_mean_face(model):
    judge, ws = Judge(model), random_ws(model, [4], 1.5)[0]
    before = judge.of_latents(ws)
    result, pulled = judge.mended(ws)
    assert pulled and 0.85 * before <= judge.of_latents(result) < 0.5 * before
    mean = np.broadcast_to(model.latents.mean.numpy(), ws.shape).copy()
    assert judge.mended(mean)[1] == []


@pytest.mark.parametrize("name", ["model", "judged"])
def test_mending_again_and_again_ends_at_the_mean_face(request, name):
    model = request.getfixturevalue(name)
    judge, ws = Judge(model), random_ws(model, [4], 1.0)[0]
    for _ in range(100):
        ws, pulled = judge.mended(ws)
        if not pulled:
            break
    assert not pulled


def test_a_discriminator_scores_each_picture_whatever_its_company(judged):
    ws = random_ws(judged, range(6), 1.0)
    judge = Judge(judged)
    together = judge.scores(ws, pictures(judged, ws))
    alone = [judge.scores(ws[[n]], pictures(judged, ws[[n]]))[0] for n in range(6)]
    np.testing.assert_allclose(alone, together, atol=1e-5)
    made = synthesize(judged, torch.from_numpy(ws), {})
    shown = judge.of_images(made.clamp(-1, 1))  # a random network's colours go beyond what a picture can hold
    np.testing.assert_allclose(together, shown, atol=0.05 * float(shown.std()))
    assert float(shown.std()) > 1e-3
    assert judge.of_latents(ws[2]) == pytest.approx(float(judge.of_images(made)[2]), abs=1e-5)


def test_the_company_is_that_of_random_faces(judged):
    judge = Judge(judged)
    images = synthesize(judged, torch.from_numpy(random_ws(judged, range(8), 1.0)), {})
    typical = judged.discriminator.spread(judged.discriminator.features(images)).mean()
    assert 0.3 < float(judge._spread) / float(typical) < 3


@pytest.mark.parametrize("group", [1, 2, 3, 5, 32])
def test_the_company_is_one_whole_group(judged, group):
    grouped = dataclasses.replace(judged, discriminator=random_discriminator((6, 6, 4), group=group))
    assert np.isfinite(Judge(grouped).of_latents(random_ws(judged, [1])[0]))


def test_repair_by_a_discriminator(judged):
    judge = Judge(judged)
    best = judge.of_latents(np.broadcast_to(judged.latents.mean.numpy(), (6, 8)).copy())
    worse = [ws for ws in random_ws(judged, range(20), 1.0) if judge.of_latents(ws) < best]
    assert worse
    for ws in worse[:4]:
        before = judge.of_latents(ws)
        result, pulled = judge.mended(ws)
        assert pulled and judge.of_latents(result) >= before + 0.15 * (best - before)
    with pytest.raises(EditError, match="can't be reached"):
        judge.repaired(worse[0], 1e6)


def test_a_face_better_than_the_mean_is_left_alone(judged):
    """Turned round, the discriminator likes best what it liked least."""
    judged.discriminator.b4.out.weight.neg_()
    judge = Judge(judged)
    best = judge.of_latents(np.broadcast_to(judged.latents.mean.numpy(), (6, 8)).copy())
    better = [ws for ws in random_ws(judged, range(20), 1.0) if judge.of_latents(ws) > best]
    result, pulled = judge.mended(better[0])
    assert pulled == [] and np.array_equal(result, better[0])


def test_a_conditional_discriminator_takes_the_label_that_fits_best(judged):
    judge = random_discriminator((6, 6, 4), c_dim=3)
    conditional = dataclasses.replace(judged, discriminator=judge)
    images = torch.rand(2, 3, 16, 16) * 2 - 1
    scorer = Judge(conditional)
    each = [judge(images, torch.eye(3)[[label] * 2], scorer._spread) for label in range(3)]
    torch.testing.assert_close(scorer.of_images(images), torch.stack(each).amax(0))
