"""Lids and gaze moved: an eye is three layers, the eyeball behind, and before it the upper and the lower lid.

The upper lid slides down over the eyeball, or up, and takes its lashes along; the skin between it and its fold unrolls.
The eyeball turns behind lids that stay. So neither moves the other, and each eye is drawn by itself.
"""

from dataclasses import dataclass

import numpy as np

from ganeditor.engine.eyes.frame import LEFTMOST, LOWERMOST, RIGHTMOST, UPPERMOST, Frame
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.paste import Overlay
from ganeditor.opencv import cv2

ROLL = 0.24  # of the eye's width: the skin above the lid that unrolls when it closes
STIFF = 0.03  # and what of it keeps its shape, at the lid's edge
LASHES = 0.035  # of the width: what hangs below the upper lid's edge and goes with it
WET = 0.03  # of the width: the lower lid's edge, which is no eyeball either
SHADOW = 0.03  # of the width: below the lashes, where the lid darkens the eyeball
EDGE = 0.012  # of the width: half of the soft rim between layers
SHADE, SHADE_DEPTH = 0.25, 0.07  # of the light that a lowered lid takes, and how far below it, in widths
THIN = 0.07  # of the width: what is narrower is a lash
FOLD_LIGHT = 0.6  # share of the difference to the skin around that a lid loses when its fold unrolls
LIMBUS = 1.08  # radii of the iris up to its dark rim's end
ROUND = 2.5  # power by which an opening falls off towards the corners
CHEEK = (0.25, 0.53)  # widths of the eye below its corners: skin by which its light is compared
UNSEEN = 0.4  # levels of 255 below which a change is none


@dataclass(frozen=True)
class Move:
    """How one eye is moved."""

    closing: float = 0.0  # share of the opening that the upper lid covers more; below 0 it uncovers
    x: float = 0.0  # of the eyeball, in widths of the eye
    y: float = 0.0  # downwards
    opening: float = 0.0  # widths of the eye by which the lids of a closed one part
    other: "Eyeball | None" = None  # from elsewhere, for an eye that shows none


@dataclass(frozen=True, eq=False)
class Eyeball:
    """An eyeball without lids, in its own picture."""

    frame: Frame
    picture: Image  # [h, w, 3], the frame's box
    skin: Image  # [3]: colour of the skin below the eye


def moved(picture: Photo8, frame: Frame, move: Move) -> Overlay:
    """An overlay for picture [h, w, 3], in which the eye of frame is moved."""
    x0, y0, x1, y1 = frame.box_xyxy
    u, v = frame.grid
    seen = picture.astype(np.float32)
    drop = move.closing * (frame.lower - frame.upper)
    drop = drop - np.float32(move.opening) * (1 - np.clip(np.abs(2 * u), 0, 1) ** ROUND).astype(np.float32)
    edge = frame.upper + drop  # where the upper lid's edge is to be
    skin = _sources(frame, np.zeros_like(u), -drop * _carried(edge - v, drop))
    ball = _eyeball(seen[y0:y1, x0:x1], frame) if move.other is None else _borrowed(move.other, frame, seen)
    ball = _turned(ball, frame, move)
    if move.closing > 0 or move.opening > 0:
        depth = np.clip(v - edge - LASHES, 0, None) / SHADE_DEPTH
        ball = ball * (1 - SHADE * min(1.0, 4 * (move.closing + move.opening)) * np.exp(-depth))[..., None]
    soft = max(EDGE, 0.6 / frame.eye.width)
    below = _step((v - edge - LASHES) / soft)  # the upper lid's edge, lashes and all
    inside = below * _step((frame.lower - WET - v) / soft) * _step((frame.lower - edge - LASHES - WET) / soft)
    lid = cv2.remap(seen, *_maps(skin), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    own = seen[y0:y1, x0:x1]
    if move.closing > 0:
        above = edge - v
        bare = np.clip(drop / 0.1, 0, 1) * _step((above - STIFF) / soft) * np.clip(2 - 2 * above / (ROLL + drop), 0, 1)
        lid = lid + (_unrolled(lid, own, frame) - lid) * bare[..., None]
    made = lid + (own - lid) * below[..., None]
    made = made + (ball - made) * inside[..., None]
    # What a pixel mostly shows says where its texture comes from; the rest is colour.
    here = _sources(frame, np.zeros_like(u), np.zeros_like(u))
    sources = np.where((below > 0.5)[..., None], here, skin).astype(np.float32)
    colour = made - cv2.remap(seen, *_maps(sources), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    still = (np.abs(colour).max(2) < UNSEEN) & (np.abs(sources - here).max(2) < 1e-3)
    mask = np.where(still, 0, _rim(u, v)).astype(np.float32)
    reach = int(np.ceil(np.abs(sources - here).max())) + 4
    return Overlay((x0, y0, x1, y1), mask, colour.astype(np.float32), replaces=False, sources=sources, reach=reach)


def eyeball(picture: Photo8, frame: Frame) -> Eyeball:
    """The eyeball of the open eye of frame in picture [h, w, 3]."""
    x0, y0, x1, y1 = frame.box_xyxy
    own = picture[y0:y1, x0:x1].astype(np.float32)
    return Eyeball(frame, _eyeball(own, frame), _skin(own, frame))


def _borrowed(ball: Eyeball, frame: Frame, seen: Image) -> Image:
    """ball in the box of another frame [h, w, 3], upon its lower lid and in the light of its picture seen."""
    x0, y0, x1, y1 = frame.box_xyxy
    u, v = frame.grid
    rise = float(np.median(ball.frame.lower)) - float(np.median(frame.lower))
    flat = np.stack([u.ravel(), (v + rise).ravel()], axis=1)
    places = ball.frame.to_picture(flat).reshape(*u.shape, 2) - np.array(ball.frame.box_xyxy[:2], np.float32)
    there = cv2.remap(ball.picture, *_maps(places), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.clip(there * (_skin(seen[y0:y1, x0:x1], frame) / ball.skin), 0, 255), np.float32)


def _skin(own: Image, frame: Frame) -> Image:
    """Mean colour [3] of the skin below the eye in the box [h, w, 3]."""
    u, v = frame.grid
    skin = (np.abs(u) < 0.4) & (v > CHEEK[0]) & (v < CHEEK[1])
    return np.asarray((own[skin] if skin.any() else own.reshape(-1, 3)).mean(0) + 1, np.float32)


def _carried(above: Image, drop: Image) -> Image:
    """How much of the lid's way skin takes that lies above its edge, in widths; below the edge, all of it.

    It unrolls over its own length and the lid's way, so that nothing folds.
    """
    share = np.clip(1 - (above - STIFF) / (ROLL - STIFF + np.maximum(drop, 0)), 0, 1)
    return np.asarray((share + share * share * (3 - 2 * share)) / 2)


def _unrolled(lid: Image, own: Image, frame: Frame) -> Image:
    """lid [h, w, 3] as it looks once it is smooth: unrolled lashes would be drawn long, and the fold's shadow broad."""
    _u, v = frame.grid
    reach = max(3, 2 * round(THIN * frame.eye.width / 2) + 1)
    bare = cv2.morphologyEx(lid, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    bare = cv2.GaussianBlur(bare, (0, 0), 0.3 * reach)
    smooth = ((v < frame.upper - ROLL) & (v > frame.upper - 1.7 * ROLL)) | (v > frame.lower + 0.15)
    around = _filled(own, smooth.astype(np.float32), frame)
    shadow = around - cv2.GaussianBlur(bare, (0, 0), 0.1 * frame.eye.width)
    return np.asarray(bare + FOLD_LIGHT * np.maximum(shadow, 0), np.float32)


def _sources(frame: Frame, du: Image, dv: Image) -> Image:
    """(x, y) in the picture [h, w, 2] of what lies (du, dv) from each pixel of the box."""
    u, v = frame.grid
    flat = np.stack([(u + du).ravel(), (v + dv).ravel()], axis=1).astype(np.float32)
    return frame.to_picture(flat).reshape(*u.shape, 2)


def _maps(sources: Image) -> tuple[Image, Image]:
    """For cv2.remap, which has pixel centres at whole numbers."""
    return np.ascontiguousarray(sources[..., 0] - 0.5), np.ascontiguousarray(sources[..., 1] - 0.5)


def _eyeball(own: Image, frame: Frame) -> Image:
    """The box [h, w, 3] as if there were no lids: what they hide of the iris is mirrored, of the white filled in."""
    u, v = frame.grid
    soft = max(EDGE, 0.6 / frame.eye.width)
    visible = _step((v - frame.upper - LASHES - SHADOW) / soft) * _step((frame.lower - WET - v) / soft)
    centre_u, centre_v = frame.iris
    distance = np.hypot(u - centre_u, v - centre_v) / max(frame.radius, 1e-6)
    in_iris = _step((LIMBUS - distance) / (2 * soft / max(frame.radius, 1e-6)))
    white = _filled(own, visible * (distance > 1.2), frame)
    x0, y0 = frame.box_xyxy[:2]
    mirror = _sources(frame, np.zeros_like(u), 2 * (centre_v - v)) - np.array([x0, y0], np.float32)
    mirrored = cv2.remap(own, *_maps(mirror), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    known = cv2.remap(visible, *_maps(mirror), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    iris = _filled(own, visible * (distance < 0.9), frame)
    iris = iris + (mirrored - iris) * known[..., None]
    hidden = white + (iris - white) * in_iris[..., None]
    return np.asarray(hidden + (own - hidden) * visible[..., None], np.float32)


def _filled(own: Image, weights: Image, frame: Frame) -> Image:
    """own [h, w, 3], smoothed from where weights [h, w] are to where they are not (Knutsson and Westin 1993)."""
    weights = weights.astype(np.float32)
    total, share = np.zeros_like(own), np.zeros_like(weights)
    for spread in (0.04, 0.12, 0.5):
        sigma = spread * frame.eye.width
        near = cv2.GaussianBlur(weights, (0, 0), sigma)
        colour = cv2.GaussianBlur(own * weights[..., None], (0, 0), sigma)
        left = (1 - share) * np.clip(near * 8, 0, 1)
        total += colour / np.maximum(near, 1e-6)[..., None] * left[..., None]
        share += left
    return np.asarray(total / np.maximum(share, 1e-6)[..., None], np.float32)


def _turned(ball: Image, frame: Frame, move: Move) -> Image:
    """The eyeball [h, w, 3] turned; the corners stay, and the white between them and the iris gives way."""
    if not (move.x or move.y):
        return ball
    u, _v = frame.grid
    reach = LIMBUS * frame.radius
    old, new = float(frame.iris[0]), float(frame.iris[0]) + move.x
    ends = np.clip([new - reach, new + reach], -0.48, 0.48)
    ends[1] = max(ends[1], ends[0] + 1e-3)
    knots = np.array([-0.5, *ends, 0.5])
    values = np.array([-0.5, *(ends - new + old), 0.5])
    from_u = np.interp(u, knots, values).astype(np.float32)
    rises = np.clip(np.minimum(u + 0.5, 0.5 - u) / 0.15, 0, 1)
    x0, y0 = frame.box_xyxy[:2]
    sources = _sources(frame, from_u - u, -move.y * rises) - np.array([x0, y0], np.float32)
    return np.asarray(cv2.remap(ball, *_maps(sources), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))


def _rim(u: Image, v: Image) -> Image:
    """1 in the middle of the box and 0 at its rim."""
    inner = np.minimum(np.minimum(u - LEFTMOST, RIGHTMOST - u), np.minimum(v - UPPERMOST, LOWERMOST - v))
    return np.asarray(np.clip(inner / 0.1, 0, 1))


def _step(x: Image) -> Image:
    """0 below -1, 1 above 1, smooth between."""
    share = np.clip(x / 2 + 0.5, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
