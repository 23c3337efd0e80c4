"""Public models that people of this field use: what they are, under which licence, and where to get them.

No publisher in this list states a SHA-256, so none is given; whatever is fetched goes through the safe reader.
"""

from dataclasses import dataclass

from ganeditor.checkpoints.packs.pack import FACE, UPSCALER
from ganeditor.errors import ModelError

_NVIDIA = "NVIDIA Source Code License: research and evaluation only, not for commercial use"
_FFHQ_DECODER = f"code MIT; the generator's weights stem from NVIDIA's: {_NVIDIA}"
_REAL_ESRGAN = "https://github.com/xinntao/Real-ESRGAN"
_BSD = "BSD 3-clause, Copyright (c) 2021, Xintao Wang"
_NGC = "https://api.ngc.nvidia.com/v2/models/nvidia/research"


@dataclass(frozen=True)
class PublicModel:
    """One row of the catalogue."""

    name: str
    title: str
    licence: str
    non_commercial: bool
    page: str  # where its authors describe it
    megabytes: int  # about
    file_name: str  # as its publisher calls it
    url: str = ""  # the file itself; without one, a person fetches it from the page
    sha256: str = ""  # only where its publisher states it
    kind: str = FACE  # of the pack that it becomes


CATALOGUE = (
    PublicModel(
        "stylegan2-ada-ffhq",
        "StyleGAN2-ADA, faces, 1024 px",
        _NVIDIA,
        True,
        "https://github.com/NVlabs/stylegan2-ada-pytorch",
        364,
        "ffhq.pkl",
        "https://nvlabs-fi-cdn.nvidia.com/stylegan2-ada-pytorch/pretrained/ffhq.pkl",
    ),
    PublicModel(
        "stylegan2-ffhq-1024",
        "StyleGAN2 config F, faces, 1024 px, the weights of the paper",
        _NVIDIA,
        True,
        "https://github.com/NVlabs/stylegan3",
        364,
        "stylegan2-ffhq-1024x1024.pkl",
        f"{_NGC}/stylegan2/versions/1/files/stylegan2-ffhq-1024x1024.pkl",
    ),
    PublicModel(
        "stylegan2-ffhq-256",
        "StyleGAN2, faces, 256 px",
        _NVIDIA,
        True,
        "https://github.com/NVlabs/stylegan3",
        300,
        "stylegan2-ffhq-256x256.pkl",
        f"{_NGC}/stylegan2/versions/1/files/stylegan2-ffhq-256x256.pkl",
    ),
    PublicModel(
        "stylegan3-t-ffhq",
        "StyleGAN3-T, faces, 1024 px",
        _NVIDIA,
        True,
        "https://github.com/NVlabs/stylegan3",
        300,
        "stylegan3-t-ffhq-1024x1024.pkl",
        f"{_NGC}/stylegan3/versions/1/files/stylegan3-t-ffhq-1024x1024.pkl",
    ),
    PublicModel(
        "stylegan3-r-ffhq",
        "StyleGAN3-R, faces, 1024 px",
        _NVIDIA,
        True,
        "https://github.com/NVlabs/stylegan3",
        240,
        "stylegan3-r-ffhq-1024x1024.pkl",
        f"{_NGC}/stylegan3/versions/1/files/stylegan3-r-ffhq-1024x1024.pkl",
    ),
    PublicModel(
        "e4e-ffhq-encode",
        "e4e: encoder and StyleGAN2 decoder for faces, 1024 px",
        _FFHQ_DECODER,
        True,
        "https://github.com/omertov/encoder4editing",
        1200,
        "e4e_ffhq_encode.pt",
    ),
    PublicModel(
        "psp-ffhq-encode",
        "pSp: encoder and StyleGAN2 decoder for faces, 1024 px",
        _FFHQ_DECODER,
        True,
        "https://github.com/eladrich/pixel2style2pixel",
        1200,
        "psp_ffhq_encode.pt",
    ),
    PublicModel(
        "restyle-e4e-ffhq",
        "ReStyle with e4e: encoder that refines, and StyleGAN2 decoder, faces, 1024 px",
        _FFHQ_DECODER,
        True,
        "https://github.com/yuval-alaluf/restyle-encoder",
        1200,
        "restyle_e4e_ffhq_encode.pt",
    ),
    PublicModel(
        "sam-ffhq-aging",
        "SAM: its pSp encoder and StyleGAN2 decoder for faces, 1024 px",
        _FFHQ_DECODER,
        True,
        "https://github.com/yuval-alaluf/SAM",
        2271,
        "sam_ffhq_aging.pt",
    ),
    PublicModel(
        "rosinality-ffhq-1024",
        "rosinality's conversion of StyleGAN2 config F, faces, 1024 px",
        _FFHQ_DECODER,
        True,
        "https://github.com/rosinality/stylegan2-pytorch",
        381,
        "stylegan2-ffhq-config-f.pt",
    ),
    PublicModel(
        "rosinality-ffhq-256",
        "rosinality's StyleGAN2, faces, 256 px",
        "code MIT; trained on FFHQ, whose licence is not for commercial use",
        True,
        "https://github.com/rosinality/stylegan2-pytorch",
        126,
        "550000.pt",
    ),
    PublicModel(
        "realesr-general-x4v3",
        "Real-ESRGAN, compact, photos ×4: several times as fast as the bundled network",
        _BSD,
        False,
        _REAL_ESRGAN,
        5,
        "realesr-general-x4v3.pth",
        f"{_REAL_ESRGAN}/releases/download/v0.2.5.0/realesr-general-x4v3.pth",
        kind=UPSCALER,
    ),
    PublicModel(
        "realesr-general-wdn-x4v3",
        "the same, trained to leave noise in: between the two lies how much is taken out (enhance --denoise)",
        _BSD,
        False,
        _REAL_ESRGAN,
        5,
        "realesr-general-wdn-x4v3.pth",
        f"{_REAL_ESRGAN}/releases/download/v0.2.5.0/realesr-general-wdn-x4v3.pth",
        kind=UPSCALER,
    ),
    PublicModel(
        "realesrgan-x2plus",
        "Real-ESRGAN, photos ×2",
        _BSD,
        False,
        _REAL_ESRGAN,
        67,
        "RealESRGAN_x2plus.pth",
        f"{_REAL_ESRGAN}/releases/download/v0.2.1/RealESRGAN_x2plus.pth",
        kind=UPSCALER,
    ),
)

UNKNOWN = "not stated in the file: ask whoever published it before you use it for more than trying it out"


def public_model(name: str) -> PublicModel:
    """The row of that name; ModelError lists the names there are."""
    for row in CATALOGUE:
        if row.name == name:
            return row
    known = ", ".join(row.name for row in CATALOGUE)
    raise ModelError(
        f"There is no public model '{name}' in the list ({known}); get any other file yourself and import it."
    )


def known_licence(file_name: str) -> str:
    """Licence of a public model by its file's name; said as a guess, since names prove nothing."""
    for row in CATALOGUE:
        if file_name in (row.file_name, f"{row.name}.pkl"):
            return f"{row.licence} (judging by the file's name)"
    return UNKNOWN
