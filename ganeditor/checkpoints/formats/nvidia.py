"""NVIDIA's stylegan2-ada-pytorch and stylegan3 pickles: the averaged generator becomes a Checkpoint."""

from collections.abc import Mapping
from typing import Any

from ganeditor.checkpoints.formats.checkpoint import Arrays, Checkpoint, describe, with_discriminator
from ganeditor.checkpoints.options import DISCRIMINATOR, GENERATOR, IGNORED, ONLY, Checks
from ganeditor.checkpoints.reader.pickle_parts import Network, NumpyArray, TensorView, Unknown
from ganeditor.checkpoints.reader.refusal import Refusal, shown

STYLEGAN_XL = "this is a StyleGAN-XL network, which ganeditor does not know"

KNOWN_SOURCES: frozenset[str] = frozenset()
"""SHA-256 of module sources whose networks are known to be what this program builds; others give a notice."""

MAX_NESTING = 8
MAX_LAYERS, MAX_TENSORS = 5_000, 20_000  # one may stand in a file once and in its networks many times
MAX_NOTICES = 20  # about options
_POSITIONS = {
    "generator": ("z_dim", "c_dim", "w_dim", "img_resolution", "img_channels"),
    "discriminator": ("c_dim", "img_resolution", "img_channels"),
}
_TABLES = ("mapping_kwargs", "synthesis_kwargs", "block_kwargs", "epilogue_kwargs")
"""Options of parts, which stand in tables of their own."""


def fits(content: Any) -> bool:
    """Whether content is a table with an averaged generator."""
    return isinstance(content, dict) and "G_ema" in content and isinstance(content["G_ema"], Network)


def read(content: Any) -> Checkpoint:
    """The averaged generator, and the discriminator where it is StyleGAN2's; Refusal with the reason."""
    network: Network = content["G_ema"]
    if network.class_name == "SuperresGenerator":
        raise Refusal(STYLEGAN_XL)
    options, notices = _checked(_flat(network, "generator"), GENERATOR)
    options |= _clamp(network)
    arrays = _arrays(network)
    for name in [name for name in arrays if name.endswith("resample_filter") and ".conv0." not in name]:
        del arrays[name]
    if network.source_sha256 not in KNOWN_SOURCES:
        notices.append(
            f"The file's own program text (SHA-256 {network.source_sha256[:12]}…) was not run and is not known here; "
            "a network that was changed could give other pictures."
        )
    found = Checkpoint(arrays, describe(arrays, options), notices=tuple(notices))
    judge = content.get("D")
    return found if judge is None else with_discriminator(found, lambda: _discriminator(judge))


def _discriminator(network: Any) -> tuple[Arrays, dict[str, Any]]:
    if not isinstance(network, Network) or network.class_name != "Discriminator":
        kind = shown(network, 80) if isinstance(network, Network | Unknown) else "a thing of another kind"
        raise Refusal(f"it is {kind}, not a Discriminator")
    options, _notices = _checked(_flat(network, "discriminator"), DISCRIMINATOR)
    return _arrays(network), options | _clamp(network)


def _clamp(network: Network) -> dict[str, Any]:
    """conv_clamp as the layers have it: stylegan3's program has a default for it, which its options do not name."""
    states = [layer.state for _prefix, layer in _layers(network)]
    stated = [state["conv_clamp"] for state in states if "conv_clamp" in state]
    if not all(map(GENERATOR["conv_clamp"], stated)):
        raise Refusal("its layers have a conv_clamp that is no number")
    values = sorted({value for value in stated if value is not None})
    if len(values) > 1:
        raise Refusal(f"its layers have a conv_clamp of {values[0]:g} and of {values[1]:g}, and ganeditor knows one")
    return {"conv_clamp": values[0] if values else None} if stated else {}


def _arrays(network: Network) -> Arrays:
    found: Arrays = {}
    count = 0
    for prefix, layer in _layers(network):
        for group in ("_parameters", "_buffers"):
            for name, tensor in _table(layer.state, group).items():
                count += 1
                if count > MAX_TENSORS:
                    raise Refusal(f"its networks have more than {MAX_TENSORS:,} tensors")
                if isinstance(tensor, TensorView):
                    found[f"{prefix}{name}"] = tensor.array()
                elif tensor is not None:
                    raise Refusal(f"its '{shown(prefix + name)}' is {shown(tensor, 80)}, not a tensor")
    return found


def _layers(network: Network) -> list[tuple[str, Network]]:
    """network and those within it, each with the prefix of its tensors' names."""
    found = [("", network, 0)]
    for prefix, layer, nesting in found:  # which grows on the way
        if nesting > MAX_NESTING or len(found) > MAX_LAYERS:
            raise Refusal("its networks nest too deep")
        for name, child in _table(layer.state, "_modules").items():
            if isinstance(child, Unknown) and child.path.startswith("torch.nn.modules.") and "Embedding" in child.path:
                raise Refusal(STYLEGAN_XL)
            if not isinstance(child, Network):
                raise Refusal(f"its '{shown(prefix + name)}' is {shown(child, 80)}, which ganeditor does not know")
            found.append((f"{prefix}{name}.", child, nesting + 1))
    return [(prefix, layer) for prefix, layer, _nesting in found]


def _table(state: Mapping[Any, Any], group: str) -> dict[str, Any]:
    table = state.get(group)
    if not isinstance(table, dict) or len(table) > MAX_TENSORS:
        raise Refusal(f"a network in it has no proper '{group}'")
    if not all(type(name) is str and len(name) <= 100 for name in table):
        raise Refusal(f"a network in it has no proper '{group}'")
    return table


def _flat(network: Network, kind: str) -> dict[str, Any]:
    """A network's options and those of its parts in one table; the mapping network's depth is mapping_layers there."""
    given, positional = network.state.get("_init_kwargs", {}), network.state.get("_init_args", ())
    names = _POSITIONS[kind]
    if not isinstance(given, dict) or not isinstance(positional, tuple) or len(positional) > len(names):
        raise Refusal(f"the options of its {kind} are not a table")
    flat = dict(zip(names, positional, strict=False)) | given
    for table in _TABLES:
        part = flat.pop(table, {})
        if not isinstance(part, dict):
            raise Refusal(f"the options of its {kind} are not a table")
        if table == "mapping_kwargs":
            part = {"mapping_layers" if name == "num_layers" else name: value for name, value in part.items()}
        flat |= part
    return flat


def _checked(flat: dict[str, Any], known: Checks) -> tuple[dict[str, Any], list[str]]:
    """The options that the network is built from, and a notice for each that is not known."""
    chosen: dict[str, Any] = {}
    notices = []
    for name, value in flat.items():
        if value is None or name in IGNORED:
            continue
        if name in known:
            if not known[name](value):
                raise Refusal(f"its option {name} is {shown(value)}")
            chosen[name] = value
        elif name in ONLY:
            same = value.values.tolist() if isinstance(value, NumpyArray) else value
            if (list(same) if isinstance(same, tuple) else same) != ONLY[name]:
                raise Refusal(f"its option {name} is {shown(value)}, and ganeditor knows {ONLY[name]} alone")
        else:
            notices.append(f"The file's option {shown(name)} is not known here and was left out.")
    more = len(notices) - MAX_NOTICES
    return chosen, [*notices[:MAX_NOTICES], f"… and {more:,} more options."] if more > 0 else notices
