"""NVIDIA's stylegan2-ada-pytorch and stylegan3 pickles: the averaged generator becomes a Checkpoint."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganeditor.checkpoints import nvidia_pickle
from ganeditor.checkpoints.checkpoint import Arrays, Checkpoint, describe
from ganeditor.checkpoints.network_options import GENERATOR, IGNORED, ONLY
from ganeditor.checkpoints.pickle_parts import Network, TensorView
from ganeditor.checkpoints.refusal import Refusal

KNOWN_SOURCES: frozenset[str] = frozenset()
"""SHA-256 of module sources whose networks are known to be what this program builds; others give a notice."""

MAX_NESTING = 8
_POSITIONS = ("z_dim", "c_dim", "w_dim", "img_resolution", "img_channels")


def fits(content: Any) -> bool:
    return isinstance(content, dict) and "G_ema" in content and isinstance(content["G_ema"], Network)


def open_file(path: Path) -> Any:
    content = nvidia_pickle.load(path)
    if isinstance(content, tuple):
        raise Refusal(nvidia_pickle.TENSORFLOW)
    if not fits(content):
        raise Refusal("it is a pickle without the network 'G_ema', which NVIDIA's model files have")
    return content


def read(content: Any) -> Checkpoint:
    network: Network = content["G_ema"]
    options, notices = _options(network)
    arrays = _arrays(network)
    for name in [name for name in arrays if name.endswith("resample_filter") and ".conv0." not in name]:
        del arrays[name]
    if network.source_sha256 not in KNOWN_SOURCES:
        notices.append(
            f"The file's own program text (SHA-256 {network.source_sha256[:12]}…) was not run and is not known here; "
            "a network that was changed could give other pictures."
        )
    return Checkpoint(arrays, describe(arrays, options), notices=tuple(notices))


def _arrays(network: Network, prefix: str = "", nesting: int = 0) -> Arrays:
    if nesting > MAX_NESTING:
        raise Refusal("its networks nest too deep")
    found: Arrays = {}
    for group in ("_parameters", "_buffers"):
        for name, tensor in _table(network.state, group).items():
            if isinstance(tensor, TensorView):
                found[f"{prefix}{name}"] = tensor.array()
            elif tensor is not None:
                raise Refusal(f"its '{prefix}{name}' is not a tensor")
    for name, child in _table(network.state, "_modules").items():
        if not isinstance(child, Network):
            raise Refusal(f"its '{prefix}{name}' is not a network")
        found |= _arrays(child, f"{prefix}{name}.", nesting + 1)
    return found


def _table(state: Mapping[Any, Any], group: str) -> dict[str, Any]:
    table = state.get(group)
    if not isinstance(table, dict) or not all(type(name) is str and len(name) <= 100 for name in table):
        raise Refusal(f"a network in it has no proper '{group}'")
    return table


def _options(network: Network) -> tuple[dict[str, Any], list[str]]:
    """The generator's options, flat, and a notice for each that is not known."""
    given, positional = network.state.get("_init_kwargs", {}), network.state.get("_init_args", ())
    if not isinstance(given, dict) or not isinstance(positional, tuple) or len(positional) > len(_POSITIONS):
        raise Refusal("the options of its generator are not a table")
    flat = dict(zip(_POSITIONS, positional, strict=False)) | given
    mapping = flat.pop("mapping_kwargs", {})
    synthesis = flat.pop("synthesis_kwargs", {})
    if not isinstance(mapping, dict) or not isinstance(synthesis, dict):
        raise Refusal("the options of its generator are not a table")
    layers = mapping.get("num_layers")
    flat |= synthesis | {name: value for name, value in mapping.items() if name != "num_layers"}
    chosen: dict[str, Any] = {}
    notices = []
    for name, value in flat.items():
        if name in GENERATOR:
            if not GENERATOR[name](value):
                raise Refusal(f"its option {name} is {str(value)[:40]}")
            chosen[name] = value
        elif name in ONLY:
            if value not in (ONLY[name], None) and not (isinstance(value, tuple) and list(value) == ONLY[name]):
                raise Refusal(f"its option {name} is {str(value)[:40]}, and ganeditor knows {ONLY[name]} alone")
        elif name not in IGNORED and value is not None:
            notices.append(f"The file's option {str(name)[:40]} is not known here and was left out.")
    if layers is not None and layers != _count(network):
        raise Refusal(f"its mapping network has {_count(network)} layers and its options ask for {str(layers)[:20]}")
    return chosen, notices


def _count(network: Network) -> int:
    mapping = _table(network.state, "_modules").get("mapping")
    if not isinstance(mapping, Network):
        raise Refusal("its generator has no mapping network")
    return sum(str(name).startswith("fc") for name in _table(mapping.state, "_modules"))
