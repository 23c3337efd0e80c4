"""The latent space of a model: its prior, attribute read-outs, directions and age path, and edits along them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import NamedTuple

import torch
from torch import Tensor

from ganeditor.edits.attributes import AGE
from ganeditor.errors import EditError

MAX_STEP = 2.0
"""Length in u of a direction's step for 1 standard deviation above which the direction is taken as ill-conditioned."""

HOLD = 0.3
"""Weight with which the other attributes are held when such a direction is made anew."""

FARTHEST = 2.2
"""Distance from the mean face, that of random faces being 1, beyond which an edited picture breaks."""

FARTHER = 1.2
"""A face whose own latents are further away than that may still be edited: by this factor."""

MAX_COMPENSATION = 2.0
"""Keeping other attributes shortens a step; it is lengthened again by at most this factor, so that it stays sane."""

DEPENDENT = 1e-8
"""Share of the strongest singular value below which a kept direction adds nothing to the others."""


class Reading(NamedTuple):
    """Where a face stands on one attribute."""

    standardised: float  # in standard deviations of the training photographs
    natural: float  # in the attribute's own unit: years, a probability or a ratio


class Change(NamedTuple):
    """One attribute's part in an edit."""

    amount: float  # years for age, standard deviations for all others
    layers: tuple[int, int] | None = None  # first and last index in ws, both included; None is the attribute's own
    gain: float = 1.0  # by which the step is stretched for this face


@dataclass(frozen=True, eq=False)
class LatentSpace:
    """All that is known about a generator's w; tensors in float32."""

    mean: Tensor  # [w_dim]
    factor: Tensor  # [w_dim, w_dim]; w = mean + factor · u with u ~ N(0, I)
    names: tuple[str, ...]  # of the attributes, in the order of the read-out's rows
    readout_weight: Tensor  # [A, w_dim]
    readout_bias: Tensor  # [A]
    readout_mean: Tensor  # [A]
    readout_std: Tensor  # [A]
    directions: Mapping[str, Tensor]  # name -> [w_dim], or [num_ws, w_dim] where layers differ, for +1 deviation
    age_knots: Tensor  # [K] years, ascending
    age_path: Tensor  # [K, w_dim], or [K, num_ws, w_dim] where layers differ
    slopes: Mapping[str, float] = field(default_factory=dict)  # share of a true difference that a read-out shows: r²
    layers: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # of directions that act on some layers only

    def to(self, device: torch.device) -> "LatentSpace":
        values = {row.name: getattr(self, row.name) for row in fields(self)}
        moved = {name: value.to(device) if isinstance(value, Tensor) else value for name, value in values.items()}
        moved["directions"] = {name: value.to(device) for name, value in self.directions.items()}
        return LatentSpace(**moved)  # type: ignore[arg-type]

    def with_directions(
        self, directions: Mapping[str, Tensor], layers: Mapping[str, tuple[int, int]] | None = None
    ) -> "LatentSpace":
        """The same space with further directions, which need no read-out, and the layers they act on by default."""
        own = {name: vector.to(self.mean.device) for name, vector in directions.items()}
        return replace(self, directions={**self.directions, **own}, layers={**self.layers, **(layers or {})})

    def whitened(self, offsets: Tensor) -> Tensor:
        """offsets [N, w_dim] from the mean -> u [N, w_dim] for which factor · u comes nearest to them.

        By a pseudo-inverse in float64: torch's usual driver of least squares (gelsy) starts from pivots that nobody has
        set, so that its result, and all that a search makes of it, would go by what lay in memory before.
        """
        return (offsets.cpu().double() @ self._inverse.T).to(offsets)

    @cached_property
    def _inverse(self) -> Tensor:
        return torch.linalg.pinv(self.factor.cpu().double())  # type: ignore[no-any-return]

    @property
    def editable(self) -> tuple[str, ...]:
        """Names of the attributes that can be changed."""
        return tuple(name for name in self.keepable if name in self.directions or self._is_path(name))

    @property
    def keepable(self) -> tuple[str, ...]:
        """Names of the attributes that can be held still: those with a read-out, and then other directions."""
        return (*self.names, *(name for name in self.directions if name not in self.names))

    def read(self, w: Tensor) -> dict[str, Reading]:
        """Read-outs of one w [w_dim]."""
        standardised = self.readout_weight @ w + self.readout_bias
        natural = standardised * self.readout_std + self.readout_mean
        rows = zip(self.names, standardised.tolist(), natural.tolist(), strict=True)
        return {name: Reading(*values) for name, *values in rows}

    def slope(self, name: str) -> float:
        """The share of a true difference that the read-out called name shows (r² on held-out photographs)."""
        return self.slopes.get(name, 1.0)

    def age_at(self, years: Tensor) -> Tensor:
        """Points [N, w_dim], or [N, num_ws, w_dim], of the age path at years [N]; it ends at the outer knots."""
        years = years.clamp(self.age_knots[0], self.age_knots[-1]).contiguous()
        right = torch.searchsorted(self.age_knots, years).clamp(1, len(self.age_knots) - 1)
        left = right - 1
        share = (years - self.age_knots[left]) / (self.age_knots[right] - self.age_knots[left])
        share = share.reshape(-1, *[1] * (self.age_path.ndim - 1))
        return self.age_path[left].lerp(self.age_path[right], share)

    def step(self, name: str, amount: float, start_age: float) -> Tensor:
        """Change of w [w_dim], or of ws [num_ws, w_dim], for one attribute, before any conditioning."""
        if self._is_path(name):
            years = torch.tensor([start_age, start_age + amount], device=self.mean.device)
            years[0] = years[0].clamp(self.age_knots[0], self.age_knots[-1])
            start, end = self.age_at(years)
            return torch.sub(end, start)
        if name not in self.directions:
            known = ", ".join(self.editable) or "none"
            raise EditError(f"The model has no attribute '{name}'; it has {known}.")
        return self.conditioned[name] * amount

    @cached_property
    def conditioned(self) -> dict[str, Tensor]:
        """The directions, of which those regressed on w leave the prior by no more than MAX_STEP for one deviation.

        Regressed with closely related attributes held, a direction [w_dim] can come out so long that a face breaks
        (smile of the pack face-128: 3.8 in u, where about 1 is natural). In its place stands the shortest step in u
        that moves the attribute's own read-out by 1, holding the others softly (ridge, weight HOLD). A direction with
        a row for each layer was learnt on pictures, and stays as it is.
        """
        read = [name for name in self.names if name in self.directions and self.directions[name].ndim == 1]
        if not read:
            return dict(self.directions)
        moves = self.whitened(torch.stack([self.directions[name] for name in read]))
        lengths = dict(zip(read, moves.norm(dim=1).tolist(), strict=True))
        return {
            name: direction if lengths.get(name, 0.0) <= MAX_STEP else self._shortest_step(name)
            for name, direction in self.directions.items()
        }

    def _shortest_step(self, name: str) -> Tensor:
        normals = self.readout_weight @ self.factor  # in u
        row = self.names.index(name)
        others = torch.cat([normals[:row], normals[row + 1 :]])
        identity = torch.eye(normals.shape[1], device=normals.device)
        u = torch.linalg.solve(identity + HOLD * others.T @ others, normals[row])
        return self.factor.mv(u / normals[row].dot(u))

    @cached_property
    def _whitening(self) -> Tensor:
        inverse: Tensor = torch.linalg.pinv(self.factor.double()).float()
        return inverse

    @cached_property
    def _seen(self) -> Tensor:
        """Orthonormal columns [w_dim, A] that span what the read-outs see, in u."""
        return orthonormal([self.readout_weight @ self.factor])

    def person(self, w: Tensor) -> Tensor:
        """What no read-out sees of w [..., w_dim], in u: who it is, whatever the attributes; differentiable."""
        return project_out((w - self.mean) @ self._whitening.T, self._seen)

    def distance(self, ws: Tensor) -> float:
        """How far ws [num_ws, w_dim] are from the mean face, as a mean over layers; of a random face 1."""
        u = (ws - self.mean) @ self._whitening.T
        return float(u.norm(dim=1).mean()) / float(u.shape[1] ** 0.5)

    def within(self, ws: Tensor, moved: Tensor) -> Tensor:
        """moved, or as far from ws towards it as faces are known: up to FARTHEST, or a little beyond ws itself."""
        limit = max(FARTHEST, self.distance(ws) * FARTHER)
        if self.distance(moved) <= limit:
            return moved
        low, high = 0.0, 1.0
        for _ in range(12):
            middle = (low + high) / 2
            low, high = (middle, high) if self.distance(ws.lerp(moved, middle)) <= limit else (low, middle)
        return ws.lerp(moved, low)

    def edit(self, ws: Tensor, changes: Mapping[str, Change], start_age: float, keep: Sequence[str] = ()) -> Tensor:
        """ws [num_ws, w_dim] moved by changes; the attributes in keep hold still.

        Keeping follows InterFaceGAN (Shen et al. 2020, section 3.3) for any number of attributes at once: the step
        loses its part in the span of the kept attributes' directions and read-out normals. It is then lengthened
        so that the changed attribute's own read-out moves as far as before, at most by MAX_COMPENSATION.
        """
        basis = self.kept_basis([name for name in keep if name not in changes])
        moved = ws.clone()
        for name, change in changes.items():
            if change.amount == 0:
                continue
            step = self._compensated(name, self.step(name, change.amount, start_age) * change.gain, basis)
            first, last = change.layers or self.layers.get(name) or (0, len(ws) - 1)
            if not 0 <= first <= last < len(ws):
                raise EditError(
                    f"'{name}' can't use layers {first} to {last}; the model has layers 0 to {len(ws) - 1}."
                )
            moved[first : last + 1] += step if step.ndim == 1 else step[first : last + 1]
        return moved

    def kept_basis(self, keep: Sequence[str]) -> Tensor | None:
        """Orthonormal columns [w_dim, K] that span the directions and read-out normals of keep; None when empty."""
        vectors = []
        for name in keep:
            if name not in self.keepable:
                known = ", ".join(self.keepable) or "nothing"
                raise EditError(f"The model can't keep '{name}': it knows {known}.")
            if name in self.names:
                vectors.append(self.readout_weight[self.names.index(name)])
            if self._is_path(name):
                vectors.append(self.age_path[-1] - self.age_path[0])
            elif name in self.directions:
                vectors.append(self.conditioned[name])
        return orthonormal(vectors) if vectors else None

    def _compensated(self, name: str, step: Tensor, basis: Tensor | None) -> Tensor:
        if basis is None:
            return step
        kept = project_out(step, basis)
        if name not in self.names:
            return kept
        normal = self.readout_weight[self.names.index(name)]
        before, after = (float((part @ normal).mean()) for part in (step, kept))
        gain = before / after if before * after > 0 else MAX_COMPENSATION
        return kept * min(gain, MAX_COMPENSATION)

    def _is_path(self, name: str) -> bool:
        return name == AGE and len(self.age_knots) > 1


def orthonormal(vectors: Sequence[Tensor]) -> Tensor:
    """Orthonormal columns [w_dim, K], float64, that span vectors, each [w_dim] or [num_ws, w_dim]; rank may be less."""
    rows = torch.cat([vector.reshape(-1, vector.shape[-1]) for vector in vectors]).double()
    rows = rows[rows.norm(dim=1) > 0]
    if not len(rows):
        return rows.T
    left, strength, _right = torch.linalg.svd((rows / rows.norm(dim=1, keepdim=True)).T, full_matrices=False)
    basis: Tensor = left[:, strength > DEPENDENT * strength[0]]
    return basis


def project_out(vector: Tensor, basis: Tensor) -> Tensor:
    """vector [..., w_dim] without its part in the span of basis [w_dim, K], worked out in float64."""
    exact = vector.double()
    return (exact - exact @ basis @ basis.T).to(vector.dtype)
