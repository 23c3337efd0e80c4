"""The manifest of a pack with a model of faces, checked field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.options import MAPPING, STYLEGAN3, is_resolution, whole
from ganeditor.checkpoints.packs.pack import FACE, MAX_TEXT, Pack, is_name, is_sha256, is_text, read_pack
from ganeditor.checkpoints.reader.refusal import clean
from ganeditor.checkpoints.sizes import num_ws_of
from ganeditor.fields import Fields, wrong

PLAIN = ("convolutional", "residual", "progressive")
"""Families that take one w for the whole picture; what they are follows from the shapes."""

FAMILIES = ("stylegan2", "stylegan3-t", "stylegan3-r", *PLAIN)
MAPPED = {"gaussian": (), "dense": ("mapping_layers", "z_dim", "c_dim"), "labelled": ("z_dim", "c_dim")}
"""Kinds of mapping, with the sizes that a manifest states of each."""

CORNERS = ("left_eye", "right_eye", "left_mouth", "right_mouth")
"""Of an alignment, as they stand in the picture."""

REFINING = ("restyle-e4e", "restyle-psp")
ENCODERS = ("plain", "e4e", "psp", *REFINING)
MAX_ENCODER_STEPS = 10  # the paper takes 5; the generator runs in each


@dataclass(frozen=True, kw_only=True)
class Manifest(Pack):
    """What a pack with a model of faces says about itself."""

    resolution: int
    w_dim: int
    num_ws: int
    mapping: str  # "gaussian": w = mean + factor · z; "dense": layers; "labelled": z beside an embedded label
    noise: bool
    template_points: tuple[tuple[float, float], ...]  # left eye, right eye, left mouth, right mouth, units of the side;
    # none for the alignment of FFHQ
    border: str
    attributes: tuple[str, ...]
    held_out: dict[str, Any]
    family: str = "stylegan2"
    mapping_layers: int = 0  # this and the next two as the mapping has them
    z_dim: int = 0
    c_dim: int = 0
    labels: tuple[str, ...] = ()  # names of the c_dim classes, where they are known
    conv_clamp: float | None = None
    stylegan3: dict[str, Any] = field(default_factory=dict)  # fields of StyleGAN3Sizes
    encoder: str = "plain"
    encoder_resolution: int = 0  # pixels of the crop that a plain encoder sees; 0 is the generator's
    encoder_steps: int = 0  # of refinement; the encoders in REFINING have at least one
    discriminator: dict[str, Any] = field(default_factory=dict)  # spread_group and conv_clamp of DiscriminatorSizes
    fingerprint: str = ""  # what latents are filed under, if not the manifest's SHA-256: that of before a head came in

    @property
    def about(self) -> str:
        return f"{self.resolution} px"

    @property
    def alignment(self) -> str:
        return "similarity" if self.template_points else "ffhq"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the pack in folder; ModelError names the field that is missing or wrong."""
    return read_pack(folder, taken)


def taken(fields: Fields, shared: Mapping[str, Any]) -> Manifest:
    """The whole of a manifest, of which shared is read."""
    if shared["kind"] != FACE:
        raise wrong("kind", FACE, shared["kind"])
    family = fields.take("family", f"one of {', '.join(FAMILIES)}", lambda v: v in FAMILIES)
    fields.take("output_range", "[-1, 1]", lambda v: v == [-1, 1])
    resolution = fields.take("resolution", "a power of two from 8 to 2048", is_resolution)
    points, border = read_alignment(fields.inner("alignment"))
    mapping = fields.one_of("mapping", tuple(MAPPED))
    sizes: dict[str, Any] = {name: fields.whole(name, *MAPPING[name]) for name in MAPPED[mapping]}
    return Manifest(
        **shared,
        resolution=resolution,
        w_dim=fields.whole("w_dim", *MAPPING["w_dim"]),
        num_ws=_num_ws(fields, family, resolution),
        mapping=mapping,
        noise=fields.flag("noise"),
        template_points=points,
        border=border,
        attributes=tuple(fields.take("attributes", "a list of different names", _is_names)),
        held_out=fields.take("held_out", "an object", lambda v: isinstance(v, dict)),
        family=family,
        **sizes,
        **_optional(fields, family),
    )


def _num_ws(fields: Fields, family: str, resolution: int) -> int:
    if family in PLAIN:
        return int(fields.take("num_ws", "1, as the family asks for", lambda v: v == 1))
    if family != "stylegan2":
        return fields.whole("num_ws", 5, 66)
    num_ws = num_ws_of(resolution)
    return int(fields.take("num_ws", f"{num_ws}, as the resolution asks for", lambda v: v == num_ws))


def read_alignment(fields: Fields) -> tuple[tuple[tuple[float, float], ...], str]:
    """Points of the template, none for FFHQ's, and what lies beyond the photo's border."""
    kind = fields.one_of("kind", ("similarity", "ffhq"))
    border = fields.one_of("border", ("reflect", "zero"))
    corners = CORNERS if kind == "similarity" else ()
    points = [fields.take(corner, "two numbers from -1 to 2", _is_point) for corner in corners]
    return tuple((float(x), float(y)) for x, y in points), border


def _optional(fields: Fields, family: str) -> dict[str, Any]:
    """Fields that only packs made from foreign files have."""
    checks: dict[str, tuple[str, Callable[[Any], bool]]] = {
        "conv_clamp": ("a number above 0", STYLEGAN3["conv_clamp"]),
        "encoder": (f"one of {', '.join(ENCODERS)}, or its resolution", _is_encoder),
        "discriminator": ("an object with spread_group and conv_clamp", _is_discriminator),
        "fingerprint": ("a SHA-256", is_sha256),
        "labels": ("a list of texts", lambda v: isinstance(v, list) and all(map(is_text, v))),
    }
    if family.startswith("stylegan3"):
        checks["stylegan3"] = ("an object of StyleGAN3's options", _is_stylegan3)
    found = {name: fields.take(name, *check) for name, check in checks.items() if fields.has(name)}
    if isinstance(found.get("encoder"), dict):
        found["encoder_resolution"] = found.pop("encoder")["resolution"]
    if found.get("encoder") in REFINING:
        found["encoder_steps"] = fields.whole("encoder_steps", 1, MAX_ENCODER_STEPS)
    return found | {"labels": tuple(clean(text, MAX_TEXT) for text in found.get("labels", ()))}


def _is_encoder(value: Any) -> bool:
    if isinstance(value, dict):
        return value.keys() == {"resolution"} and is_resolution(value["resolution"])
    return value in ENCODERS


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_name, value)) and len(set(value)) == len(value)


def _is_stylegan3(value: Any) -> bool:
    checks = {**STYLEGAN3, "channels": _is_channels}
    if not isinstance(value, dict) or "channels" not in value:
        return False
    return all(name in checks and checks[name](option) for name, option in value.items())


def _is_channels(value: Any) -> bool:
    return isinstance(value, list) and 3 <= len(value) <= 64 and all(map(whole(1, 1 << 14), value))


def _is_discriminator(value: Any) -> bool:
    checks = {"spread_group": whole(1, 1024), "conv_clamp": STYLEGAN3["conv_clamp"]}
    return isinstance(value, dict) and value.keys() == checks.keys() and all(checks[key](value[key]) for key in checks)


def _is_point(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) == 2 and all(isinstance(v, int | float) and -1 <= v <= 2 for v in value)
    )
