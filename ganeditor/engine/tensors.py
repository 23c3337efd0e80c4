"""Between arrays and tensors, and the choice of device and dtype: the only place that knows either."""

import contextlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.errors import UserError

DEVICES = ("auto", "cpu", "cuda", "mps")


def choose_device(name: str = "auto") -> torch.device:
    """The device called name; "auto" is the fastest one that this machine has."""
    available = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if available[kind])
    if name not in available:
        raise UserError(f"There is no device '{name}'; choose one of {', '.join(DEVICES)}.")
    if not available[name]:
        there = ", ".join(kind for kind, there in available.items() if there)
        raise UserError(f"This machine has no '{name}' device that torch can use; choose one of {there}, or auto.")
    return torch.device(name)


def free_memory(device: torch.device) -> int:
    """Bytes that are free there; where the system does not tell, a number that most machines have."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    with contextlib.suppress(OSError, IndexError, ValueError):  # Linux
        said = Path("/proc/meminfo").read_text(encoding="ascii")
        return int(said.split("MemAvailable:")[1].split()[0]) << 10
    return 2 << 30


def search_dtype(device: torch.device) -> torch.dtype:
    """For gradients in a search: bfloat16 where the device computes it natively, else float32.

    Pictures are always made in float32: over the bundled generator's 17 convolutions bfloat16 differs from it by
    up to 4/255, more than the 2/255 a picture may differ.
    """
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    return torch.bfloat16 if device.type == "cpu" and _cpu_has_bfloat16() else torch.float32


def rgb8(pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """pixels [H, W, C] of any depth, grey or colour, with or without alpha -> uint8 RGB [H, W, 3]; no copy of that."""
    if pixels.shape[2] == 3 and pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels)
    colours = pixels[..., :3] if pixels.shape[2] >= 3 else pixels[..., :1]
    if colours.dtype == np.uint16:
        colours = ((colours.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(colours, (*colours.shape[:2], 3)))


def to_tensor(images: npt.NDArray[np.uint8], device: torch.device) -> Tensor:
    """uint8 RGB [H, W, 3] or [N, H, W, 3] -> float32 [N, 3, H, W] in [-1, 1]."""
    batch = images if images.ndim == 4 else images[None]
    tensor = torch.from_numpy(np.ascontiguousarray(batch)).to(device)
    return tensor.permute(0, 3, 1, 2).float().div_(127.5).sub_(1).contiguous()


def to_levels(images: Tensor) -> npt.NDArray[np.float32]:
    """float [N, 3, H, W] in [-1, 1] -> float32 [N, H, W, 3] in levels [0, 255], clipped but not rounded."""
    levels = (images.detach().float().clamp(-1, 1) + 1) * 127.5
    return levels.permute(0, 2, 3, 1).contiguous().cpu().numpy()


def to_image(images: Tensor) -> npt.NDArray[np.uint8]:
    """float [N, 3, H, W] in [-1, 1] -> uint8 RGB [N, H, W, 3], clipped and rounded."""
    return np.rint(to_levels(images)).astype(np.uint8)


def _cpu_has_bfloat16() -> bool:
    capability: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capability.get("avx512_bf16") or capability.get("amx_bf16") or capability.get("bf16"))
