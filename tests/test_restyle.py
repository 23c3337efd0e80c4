"""ReStyle and SAM files: their encoders against a plain form of the method, and what is refused or left out."""

import json

import pytest
import torch
import torch.nn.functional as F
from foreign import random_generator, random_style_encoder
from test_pixel2style import content_of, plain_codes, write

from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs import packing
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.engine.latent.boundary import round_trip
from ganeditor.engine.latent.invert import InversionSettings, guess, guess_w, invert
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.errors import ModelError

GROUPS = (2, 1, 1, 1)  # units of random_style_encoder
KINDS = [
    ("BackboneEncoder", "restyle-psp", False, False),
    ("ProgressiveBackboneEncoder", "restyle-e4e", True, False),
    ("GradualStyleEncoder", "restyle-psp", False, True),
]


def restyle_content(generator, kind="BackboneEncoder", offsets=False, pyramid=False, **opts):
    """A ReStyle file; it counts from latent_avg although start_from_latent_avg is at its default, False."""
    num_ws = generator.num_ws
    encoder = random_style_encoder(num_ws, offsets=offsets, pyramid=pyramid, steps=1)
    opts = {"input_nc": 6, "n_iters_per_batch": 3, "start_from_latent_avg": False} | opts
    content = content_of(generator, encoder, kind, **opts)
    content["latent_avg"] = torch.randn(num_ws, 8, generator=torch.Generator().manual_seed(1))
    return content


def sam_content(generator, encoder):
    """A SAM file: an ageing encoder of four channels, which starts from what a plain pSp finds."""
    content = content_of(generator, encoder, start_from_latent_avg=False, start_from_encoded_w_plus=True, input_nc=4)
    own = encoder.state_dict().items()
    content["state_dict"] |= {f"pretrained_encoder.{name}": value for name, value in own if name != "average"}
    content["state_dict"]["encoder.input_layer.0.weight"] = torch.zeros(4, 4, 3, 3)
    del content["opts"]["encoder_type"]
    return content


def part(content, prefix):
    state = content["state_dict"].items()
    return {name.removeprefix(prefix): value for name, value in state if name.startswith(prefix)}


def photos(side=256):
    return torch.rand(2, 3, side, side, generator=torch.Generator().manual_seed(4)) * 2 - 1


@pytest.mark.parametrize(("kind", "called", "offsets", "pyramid"), KINDS)
@pytest.mark.parametrize("blocks", [4, 8])  # 32 pixels, each repeated for the encoder, and 512, which are averaged
def test_the_refinement_is_that_of_the_paper(tmp_path, kind, called, offsets, pyramid, blocks):
    generator = random_generator((6, 5, 4, 3, 3, 3, 3, 3)[:blocks])
    content = restyle_content(generator, kind, offsets, pyramid)
    model, images, state = load_model(write(tmp_path, content)), photos(), part(content, "encoder.")
    assert (model.encoder.sizes.inputs, model.encoder.sizes.pyramid) == (6, pyramid)
    _kind, found = read_foreign(tmp_path / "e4e_ffhq_encode.pt")
    assert found.description["encoder"] == called and not found.notices
    latent, passes = content["latent_avg"][None].repeat(2, 1, 1), []
    for _ in range(3):
        shown = generator(latent, "const")
        shown = F.avg_pool2d(shown, 2) if blocks == 8 else shown.repeat_interleave(8, 2).repeat_interleave(8, 3)
        latent = latent + plain_codes(state, torch.cat([images, shown], 1), GROUPS, offsets)
        passes.append(latent)
    w, ws = guess(model, images)
    torch.testing.assert_close(ws, latent, atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(w, latent.mean(1), atol=1e-3, rtol=1e-3)
    assert (passes[2] - passes[1]).abs().max() > 0.05  # so that a step more or less shows
    once = content["latent_avg"] + 3 * (passes[0] - content["latent_avg"])
    assert (once - latent).abs().max() > 0.01  # and so does a picture that is not drawn anew


@pytest.mark.parametrize(("opts", "steps"), [({"n_iters_per_batch": 1}, 1), ({}, 3), ({"n_iters_per_batch": 10}, 10)])
def test_the_file_says_how_many_steps(tmp_path, opts, steps):
    generator = random_generator()
    model, drawn = load_model(write(tmp_path, restyle_content(generator, **opts))), []
    model.encoder.codes(photos(16), lambda ws: drawn.append(ws) or model.generator(ws))
    assert len(drawn) == steps


def test_five_steps_are_the_default(tmp_path):
    content = restyle_content(random_generator())
    del content["opts"]["n_iters_per_batch"]
    _kind, found = read_foreign(write(tmp_path, content))
    assert (found.description["encoder"], found.description["encoder_steps"]) == ("restyle-psp", 5)
    assert not found.notices


@pytest.mark.parametrize("steps", [0, 11, True, "5", 2.5, None])
def test_strange_numbers_of_steps_are_refused(tmp_path, steps):
    content = restyle_content(random_generator(), n_iters_per_batch=steps)
    with pytest.raises(Refusal, match=r"n_iters_per_batch is .* should be 1 to 10"):
        read_foreign(write(tmp_path, content))


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("styles.2.convs.6.weight", None, "Head 2 of the encoder has 3 steps for 16 pixels"),
        ("styles.5.convs.8.weight", torch.zeros(8, 8, 3, 3), "Head 5 of the encoder has 5 steps for 16 pixels"),
        ("styles.1.convs.0.weight", torch.zeros(8, 6, 3, 3), r"styles.1.convs.0.weight' has shape \[8, 6, 3, 3\]"),
        ("styles.5.linear.weight", None, r"'average' has shape \[6, 8\] and should have \[5, 8\]"),
        ("body.1.res_layer.3.weight", torch.zeros(3), r"body.1.res_layer.3.weight' is of shape \[3\]"),
    ],
)
def test_wrong_shapes_are_refused(tmp_path, name, wrong, sentence):
    content = restyle_content(random_generator())
    content["state_dict"].pop(f"encoder.{name}", None)
    if wrong is not None:
        content["state_dict"][f"encoder.{name}"] = wrong
    with pytest.raises(ModelError, match=sentence):
        load_model(write(tmp_path, content))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"encoder_steps": 11}, "'encoder_steps' should be a whole number from 1 to 10 and is 11"),
        ({"encoder_steps": None}, "has no field 'encoder_steps'"),
        ({"encoder": "restyle"}, "'encoder' should be one of"),
        ({"encoder": "e4e"}, r"input_layer.0.weight' has shape \[4, 6, 3, 3\] and should have \[4, 3, 3, 3\]"),
    ],
)
def test_a_manifest_is_not_believed(tmp_path, change, sentence):
    made = packing.import_model(write(tmp_path, restyle_content(random_generator())))
    path = made.folder / "manifest.json"
    fields = json.loads(path.read_text()) | change
    path.write_text(json.dumps({name: value for name, value in fields.items() if value is not None}))
    with pytest.raises(ModelError, match=sentence):
        load_model(made.folder)


def test_a_pack_gives_the_codes_of_its_file(tmp_path):
    file = write(tmp_path, restyle_content(random_generator(), "ProgressiveBackboneEncoder", True))
    expected = guess(load_model(file), photos())
    made = packing.import_model(file, "mine")
    file.unlink()
    manifest = read_manifest(made.folder)
    assert (manifest.encoder, manifest.encoder_steps) == ("restyle-e4e", 3)
    for found, wanted in zip(guess(load_model(made.folder), photos()), expected, strict=True):
        assert torch.equal(found, wanted)


def test_inversions_and_round_trips_start_from_it(tmp_path, run, astronaut):
    from PIL import Image

    generator = random_generator((6, 5, 4, 3, 2))
    file = write(tmp_path, restyle_content(generator))
    model = load_model(file)
    network = torch.nn.Conv2d(3, 4, 3, stride=2).requires_grad_(False)
    image = model.generator(model.generator.sample_ws(torch.randn(1, 8)))
    inversion = invert(model, PerceptualDistance(lambda images: [network(images)]), image, InversionSettings(steps=0))
    torch.testing.assert_close(torch.from_numpy(inversion.guess), guess_w(model, image)[0])
    torch.testing.assert_close(torch.from_numpy(inversion.ws), guess(model, image)[1][0], atol=1e-3, rtol=1e-3)
    w = model.generator.mapping(torch.randn(2, 8))
    scores = round_trip(model)(w, model.generator(w[:, None].repeat(1, 10, 1)))
    assert scores.shape == (2,) and bool(torch.isfinite(scores).all()) and bool((scores < 0).all())
    photo, out = tmp_path / "photo.png", tmp_path / "out.png"
    Image.fromarray(astronaut[:256, 96:352]).save(photo)
    said = run("edit", photo, "--model", file, "--steps", 2, "-o", out)
    assert said.code == 0 and out.exists(), said.err


def test_encoders_on_a_resnet_are_left_out(tmp_path):
    content = restyle_content(random_generator(), "ResNetBackboneEncoder")
    state = content["state_dict"]
    for name in [name for name in state if name.startswith(("encoder.input_layer", "encoder.body"))]:
        del state[name]
    state |= {"encoder.conv1.weight": torch.zeros(4, 6, 7, 7), "encoder.body.0.conv1.weight": torch.zeros(4, 4, 3, 3)}
    _kind, found = read_foreign(write(tmp_path, content))
    assert not found.encoder and "encoder" not in found.description
    assert found.notices == ("The file's encoder is not an IR-SE50 with a head for each layer, so it is left out.",)


def test_sam_is_inverted_with_the_encoder_it_starts_from(tmp_path):
    generator = random_generator((6, 5, 4, 3))
    content = sam_content(generator, random_style_encoder(8, offsets=False))
    path = write(tmp_path, content)
    model, images = load_model(path), photos()
    expected = plain_codes(part(content, "pretrained_encoder."), images, GROUPS, False) + generator.mapping.w_avg
    torch.testing.assert_close(guess(model, images)[1], expected, atol=1e-4, rtol=1e-4)
    manifest = packing.import_model(path).pack
    assert (manifest.encoder, manifest.encoder_steps) == ("psp", 0)
    assert len(manifest.notices) == 1 and manifest.notices[0].startswith("SAM's own encoder")


def test_sam_without_the_encoder_it_starts_from(tmp_path):
    content = sam_content(random_generator(), random_style_encoder(offsets=False))
    state = content["state_dict"]
    content["state_dict"] = {name: value for name, value in state.items() if not name.startswith("pretrained_")}
    _kind, found = read_foreign(write(tmp_path, content))
    assert not found.encoder and len(found.notices) == 1 and "takes 4 channels" in found.notices[0]


@pytest.mark.parametrize("made", ["restyle", "sam"])
def test_an_average_that_is_missing_leaves_the_encoder_out(tmp_path, made):
    generator = random_generator()
    content = restyle_content(generator) if made == "restyle" else sam_content(generator, random_style_encoder())
    del content["latent_avg"]
    _kind, found = read_foreign(write(tmp_path, content))
    assert not found.encoder and "no latent_avg" in found.notices[0]
