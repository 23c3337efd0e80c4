"""InterFaceGAN on planted normals: found again, honest about accuracy, exact when conditioned."""

from dataclasses import replace

import pytest
import torch
from foreign import random_discriminator
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from planted import bare_latents, planted_axes, planted_model
from tiny import W

from ganeditor.engine.latent.boundary import (
    LEAST,
    BoundarySettings,
    ScoringSettings,
    condition,
    fit,
    fit_scored,
    picture_scores,
    read_scores,
    realism_score,
    round_trip,
    samples,
    scored_samples,
    train_scored,
)
from ganeditor.engine.latent.invert import guess_w, synthesize
from ganeditor.engine.latent.realism import Judge
from ganeditor.errors import EditError
from ganeditor.progress import Cancelled


def planted(noise, count=4000, seed=0):
    """A space with strong and weak axes, samples of it, and scores along a normal that is planted in u."""
    model = planted_model()
    random = torch.Generator().manual_seed(seed)
    normal = torch.nn.functional.normalize(torch.randn(W, generator=random), dim=0)
    w = samples(model, count, seed)
    u = torch.linalg.solve(model.latents.factor, (w - model.latents.mean).T).T
    scores = u @ normal + noise * torch.randn(count, generator=random)
    step = model.latents.factor @ normal
    return model.latents, w, scores, step


def cosine(a, b):
    return float(torch.nn.functional.cosine_similarity(a, b, dim=0))


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_a_planted_normal_is_found(noise):
    space, w, scores, step = planted(noise)
    found = fit_scored(space, w, scores)
    assert cosine(found.normal, step) > (0.99 if noise == 0 else 0.95)
    assert float(found.normal.norm()) == pytest.approx(1, abs=1e-5)
    assert found.sigma == pytest.approx(float(step.norm()), rel=0.2)
    assert found.accuracy > 0.95 and found.samples == 160 and found.held_out == 48


def test_extremes_are_easier_than_the_middle():
    """The paper's reason for the rule: near the boundary, noisy scores say little."""
    space, w, scores, _step = planted(1.0)
    accuracy = [fit_scored(space, w, scores, BoundarySettings(share)).accuracy for share in (0.02, 0.5)]
    assert accuracy[0] > 0.95 and 0.6 < accuracy[1] < 0.85


def test_scores_without_meaning_have_the_accuracy_of_guessing():
    space, w, _scores, _step = planted(0.0)
    noise = torch.randn(len(w), generator=torch.Generator().manual_seed(9))
    assert fit_scored(space, w, noise, BoundarySettings(0.2)).accuracy == pytest.approx(0.5, abs=0.08)


def test_labelled_faces_even_when_one_class_is_rare():
    space, w, scores, step = planted(0.0)
    found = fit(space, w[scores > 1.5], w[scores < 0])
    assert cosine(found.normal, step) > 0.97 and found.accuracy > 0.95


def test_deterministic():
    space, w, scores, _step = planted(0.5)
    one, two = fit_scored(space, w, scores), fit_scored(space, w, scores)
    torch.testing.assert_close(one.normal, two.normal, rtol=0, atol=1e-6)
    assert one.accuracy == two.accuracy


def test_read_outs_as_scores():
    model = planted_model(bare=False)
    w = samples(model, 3000, 0)
    found = fit_scored(model.latents, w, read_scores(model.latents, "glasses", w))
    assert cosine(found.normal, model.latents.readout_weight[1]) > 0.98
    assert float(model.latents.readout_weight[1] @ found.step) == pytest.approx(1, rel=0.05)
    with pytest.raises(EditError, match="no read-out 'wings' to score samples by; it has smile"):
        read_scores(model.latents, "wings", w)


def test_pictures_are_scored_and_a_repair_is_found():
    """A discriminator's score is any function of pictures; here, dark ones count as real."""
    model = planted_model(torch.ones(W))
    w = samples(model, 400, 0)
    scores = picture_scores(model, w, lambda _w, images: -images.mean((1, 2, 3)))
    found = fit_scored(model.latents, w, scores, BoundarySettings(0.2))
    assert found.accuracy > 0.85
    after = picture_scores(model, w + 2 * found.step, lambda _w, images: -images.mean((1, 2, 3)))
    assert float((after > scores).float().mean()) > 0.85
    with pytest.raises(EditError, match="neither a discriminator nor an encoder"):
        round_trip(model)


def test_random_faces_scored_by_a_read_out():
    model, reports = planted_model(bare=False), []
    w, scores = scored_samples(model, "glasses", 9000, 3, lambda fraction, _text: reports.append(fraction))
    assert reports[-1] == 1.0 and len(reports) > 1
    torch.testing.assert_close(w, samples(model, 9000, 3))
    torch.testing.assert_close(scores, read_scores(model.latents, "glasses", w))
    settings = ScoringSettings("glasses", 9000, seed=3)
    found = train_scored(model, settings)
    assert found.samples == 2 * 180 and settings.words == "9000 faces scored by the read-out glasses"
    assert cosine(found.normal, model.latents.readout_weight[1]) > 0.98
    with pytest.raises(EditError, match="neither a discriminator nor an encoder"):
        train_scored(model, ScoringSettings(None))

    def stop(_fraction, _text):
        raise Cancelled

    with pytest.raises(Cancelled):
        train_scored(model, settings, stop)


def test_realism_is_the_way_back_to_w(editor):
    """In whitened coordinates; progress comes often enough for a slider in between."""
    model, reports = editor.model, []
    w, scores = scored_samples(model, None, 6, 0, lambda fraction, _text: reports.append(fraction))
    assert reports == [pytest.approx(4 / 6), 1.0]
    with torch.no_grad():
        images = model.generator(w[:, None].repeat(1, model.generator.num_ws, 1))
        u = torch.linalg.lstsq(model.latents.factor, (guess_w(model, images) - w).T).solution
    torch.testing.assert_close(scores, -u.norm(dim=0), rtol=1e-3, atol=0)
    torch.testing.assert_close(realism_score(model)(w, images), scores, rtol=1e-3, atol=0)


vectors = st.lists(st.floats(-1, 1, width=32), min_size=12, max_size=12).map(torch.tensor)


@settings(max_examples=100, deadline=None)
@given(vectors, st.lists(vectors, max_size=10), st.booleans())
def test_conditioning_is_exact_for_any_number_of_kept_directions(direction, kept, twice):
    assume(float(direction.norm()) > 1e-2)
    kept = [vector / vector.norm() for vector in kept if float(vector.norm()) > 1e-2]
    kept += kept if twice else []
    try:
        unit = condition(direction, kept)
    except EditError as error:
        assert "Nothing of this direction is left" in str(error)
        return
    assert float(unit.norm()) == pytest.approx(1, abs=1e-5)
    assert all(abs(float(unit.double() @ vector.double())) < 1e-6 for vector in kept)


def test_conditioning_in_512_dimensions_on_many():
    random = torch.Generator().manual_seed(0)
    direction, *kept = (torch.randn(512, generator=random) for _ in range(300))
    kept = [vector / vector.norm() for vector in kept]
    unit = condition(direction, kept)
    assert max(abs(float(unit @ vector)) for vector in kept) < 1e-6


def test_nothing_left_is_said():
    axes = planted_axes()
    with pytest.raises(EditError, match="keep fewer"):
        condition(axes[0] + axes[1], [axes[0], axes[1]])


def test_refusals():
    space = bare_latents(torch.zeros(W), torch.eye(W))
    w = torch.randn(40, W)
    with pytest.raises(EditError, match=f"give at least {LEAST} of each"):
        fit(space, w[:4], w[4:])
    with pytest.raises(EditError, match="scores hardly differ"):
        fit_scored(space, w, torch.ones(40))
    with pytest.raises(EditError, match="not numbers"):
        fit_scored(space, w, torch.full((40,), torch.nan))
    with pytest.raises(EditError, match=r"up to 0\.5"):
        fit_scored(space, w, torch.arange(40.0), BoundarySettings(0.7))


def test_realism_is_the_discriminators_where_there_is_one():
    """The boundary points to where faces score higher, and the round trip, which needs an encoder, is not asked for."""
    judged = replace(planted_model(), discriminator=random_discriminator((6, 5, 4)))
    boundary = train_scored(judged, ScoringSettings(None, samples=600, seed=3))
    assert boundary.accuracy > 0.8
    judge, w = Judge(judged), samples(judged, 100, seed=99)
    means = []
    for amount in (-1.0, 0.0, 1.0):
        moved = (w + amount * boundary.step)[:, None].repeat(1, judged.generator.num_ws, 1)
        means.append(float(judge.of_images(synthesize(judged, moved, {})).mean()))
    assert means == sorted(means) and means[2] - means[0] > 0.5 * float(scored_samples(judged, None, 100, 1)[1].std())
