"""Putting an edited face back into its photo: a feathered mask, and what changes inside it."""

import math
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.edits.attributes import EVERYWHERE, EYES, FACE, LOWER, UPPER
from ganeditor.engine.ageing import Ageing
from ganeditor.engine.faces.align import (
    Image,
    Matrix,
    Points,
    box_of_crop,
    invert,
    resample,
    shifted,
    transform_points,
)
from ganeditor.engine.faces.light import contrast, luminance
from ganeditor.opencv import cv2

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

FOREHEAD = 0.18  # of the crop's side: how far above the brows the mask reaches
GROW = 0.03  # of the side: how far the mask reaches beyond the landmarks
FEATHER = 0.035  # of the side: deviation of the blur that softens the mask's rim
RIM = 0.07  # of the side: the mask fades out towards the crop's own border
VISIBLE = 1 / 256  # mask below which a change can't show; set to zero, so that those pixels stay as they are
FLOW_BLUR = 3.0  # pixels: the flow has to be smooth, or texture is torn
STRIP = 64  # rows that are blended at a time: what lies in the cache is not fetched again for each step
COARSE = 6.0  # deviation in 1/256 of the side: what is wider is light and colour, what is finer is detail
MAX_DETAIL_GAIN = 1.45  # a photo's noise must not be taken for contrast without end
PART_SOFTNESS = 0.07  # of the side: half the width of the rim between upper and lower part of a face
STILL = 0.3  # pixels of flow below which nothing has moved


@dataclass(frozen=True, eq=False)
class Overlay:
    """What an edit does to one rectangle of a photo."""

    box_xyxy: tuple[int, int, int, int]  # whole pixels of the photo
    mask: Image  # [h, w] in [0, 1]; where it is 0, pixels stay bit-identical
    colour: Image  # [h, w, 3] levels of 255: added to the photo, or in its place
    replaces: bool  # whether colour takes the photo's place
    sources: Image | None = None  # [h, w, 2]: (x, y) in the photo from which each pixel's texture comes
    reach: int = 0  # pixels beyond the box that sources point to at most

    def apply_to(self, pixels: Pixels) -> None:
        """Change pixels [H, W, C] inside the box, in place; C is 1 grey, 2 grey+alpha, 3 RGB or 4 RGBA."""
        x0, y0, x1, y1 = self.box_xyxy
        channels = pixels.shape[2]
        count = channels - 1 if channels in (2, 4) else channels
        colours = pixels[y0:y1, x0:x1, :count]
        texture = None if self.replaces else self._texture(pixels, count)
        level = np.float32(np.iinfo(pixels.dtype).max / 255)
        depth = cv2.CV_8U if pixels.dtype == np.uint8 else cv2.CV_16U
        for top in range(0, y1 - y0, STRIP):
            rows = slice(top, top + STRIP)
            base = np.ascontiguousarray(colours[rows])
            change = self.colour[rows] if count == 3 else luminance(self.colour[rows])[..., None]
            new = change if level == 1 else change * level
            # OpenCV mixes depths in one pass where numpy would convert first.
            if texture is not None:
                new = cv2.add(new, texture[rows], dtype=cv2.CV_32F)
            difference = cv2.subtract(new, base, dtype=cv2.CV_32F)
            difference = cv2.multiply(difference, cv2.merge([self.mask[rows]] * count))
            colours[rows] = cv2.add(base, difference.reshape(base.shape), dtype=depth).reshape(base.shape)

    def moved(self, x: int, y: int) -> "Overlay":
        """The same for a photo whose upper left corner lies at (-x, -y) of this one's."""
        x0, y0, x1, y1 = self.box_xyxy
        sources = None if self.sources is None else self.sources + np.array([x, y], np.float32)
        return replace(self, box_xyxy=(x0 + x, y0 + y, x1 + x, y1 + y), sources=sources)

    def clipped(self, width: int, height: int) -> "Overlay":
        """What of it lies in a photo of width × height pixels; its mask is empty where that is nothing."""
        x0, y0, x1, y1 = self.box_xyxy
        left, top = min(max(x0, 0), width), min(max(y0, 0), height)
        right, bottom = max(left, min(x1, width)), max(top, min(y1, height))
        part = np.s_[top - y0 : bottom - y0, left - x0 : right - x0]
        sources = None if self.sources is None else self.sources[part]
        box = left, top, right, bottom
        return replace(self, box_xyxy=box, mask=self.mask[part], colour=self.colour[part], sources=sources)

    def _texture(self, pixels: Pixels, count: int) -> npt.NDArray[Any]:
        """The photo's own texture in the box, carried along with the parts of the face that moved."""
        x0, y0, x1, y1 = self.box_xyxy
        if self.sources is None:
            return np.ascontiguousarray(pixels[y0:y1, x0:x1, :count])
        left, top = max(0, x0 - self.reach), max(0, y0 - self.reach)
        window = np.ascontiguousarray(pixels[top : y1 + self.reach, left : x1 + self.reach, :count])
        sources = cv2.subtract(self.sources, (left + 0.5, top + 0.5, 0, 0))
        moved = cv2.remap(window, sources, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        return np.asarray(moved).reshape(*sources.shape[:2], count)


class Layer(Protocol):
    """What is done to one rectangle of a photo."""

    @property
    def box_xyxy(self) -> tuple[int, int, int, int]: ...

    def apply_to(self, pixels: Pixels) -> None: ...


@dataclass(frozen=True, eq=False)
class Layers:
    """Overlays of one photo, each over what those before it have made."""

    overlays: tuple[Layer, ...]  # at least one

    @property
    def box_xyxy(self) -> tuple[int, int, int, int]:
        """Around all of them."""
        x0, y0, x1, y1 = zip(*(overlay.box_xyxy for overlay in self.overlays), strict=True)
        return min(x0), min(y0), max(x1), max(y1)

    def apply_to(self, pixels: Pixels) -> None:
        """Change pixels [H, W, C] inside the box, in place."""
        for overlay in self.overlays:
            overlay.apply_to(pixels)


@dataclass(frozen=True, eq=False)
class Detail:
    """What an edit adds to a photo, in pixels of the face's crop."""

    difference: Image  # [R, R, 3] levels
    flow: Image | None  # [R, R, 2]: where in the photo the texture of each pixel was; None where it stays
    regions: frozenset[str]  # of the face


class FaceRegion:
    """Where one face's crop lies in the photo, and its mask; made once, used for every edit."""

    def __init__(
        self, matrix: Matrix, side: int, landmarks: Points, width: int, height: int, area: Image | None = None
    ) -> None:
        """matrix takes the photo (width × height) to the crop of side pixels; landmarks [68, 2] in photo pixels.

        area [side, side] in [0, 1] stands in place of the face's own mask.
        """
        self.side, self._area = side, area
        points = transform_points(matrix, landmarks)
        self.crop_mask = face_mask(points, side) if area is None else area * crop_rim(side)
        self._eyes = eyes_inside(points, side)
        self._parts = {UPPER: upper_part(points, side), LOWER: lower_part(points, side)}
        self.skin = (self.crop_mask > 0.5) & bare_skin(points, side)  # [side, side], bool
        x0, y0, x1, y1 = box_of_crop(matrix, side, width, height)
        mask = self._to_box(self.crop_mask, matrix, (x0, y0, x1, y1))
        mask[mask < VISIBLE] = 0
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if len(rows):
            top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
            mask = mask[top:bottom, left:right]
            x0, y0, x1, y1 = x0 + int(left), y0 + int(top), x0 + int(right), y0 + int(bottom)
        self.box_xyxy = (x0, y0, x1, y1)
        self.mask = np.ascontiguousarray(mask)
        self.matrix = matrix
        self._landmarks, self.size_wh = landmarks, (width, height)
        self._shrunk: dict[float, FaceRegion] = {}
        self._last_mask: tuple[frozenset[str], Image] | None = None

    def shrunk(self, factor: float) -> "FaceRegion":
        """The same face in the photo whose pixels are means of factor × factor of this one's; below 1 it is larger."""
        if factor == 1:
            return self
        if factor not in self._shrunk:
            width, height = (int(side / factor + 1e-6) for side in self.size_wh)
            matrix = np.hstack([self.matrix[:, :2] * factor, self.matrix[:, 2:]])
            landmarks = np.float32(1 / factor) * self._landmarks
            self._shrunk[factor] = FaceRegion(matrix, self.side, landmarks, width, height, self._area)
        return self._shrunk[factor]

    def within(self, area: Image) -> "FaceRegion":
        """The same face with another mask, area [side, side] in [0, 1]; it fades out at the crop's own border too."""
        return FaceRegion(self.matrix, self.side, self._landmarks, *self.size_wh, area)

    @property
    def empty(self) -> bool:
        """Whether nothing of the face lies in the photo."""
        return not self.mask.any()

    def mask_of(self, regions: frozenset[str]) -> Image:
        """The mask of parts of the face [side, side], in [0, 1]."""
        mask = self.crop_mask
        if FACE not in regions and not regions >= self._parts.keys():
            mask = mask * self._parts[next(iter(regions - {EYES}))]
        return mask if EYES in regions else mask * (1 - self._eyes)

    def detail(
        self,
        before: Image,
        after: Image,
        *,
        crop: Image | None = None,
        moved: Image | None = None,
        regions: frozenset[str] = EVERYWHERE,
        hold_skin: bool = False,
        ageing: Ageing | None = None,
    ) -> Detail:
        """Only the difference of two syntheses [R, R, 3] is brought in; skin and hair of the photo stay.

        moved is the synthesis in which the face's parts move as in after, but nothing new is drawn; the photo's texture
        moves with them along the optical flow from before to moved (Kroeger et al. 2016), so that the difference does
        not draw a second contour. With the photo's crop [R, R, 3], what is new comes at the strength that details have
        there. regions: of the face, outside which the photo stays; hold_skin: the skin's mean colour stays too.
        What ageing does from its start to after is light on the photo's skin, and no difference.
        """
        flow = None if moved is None else self._flow(before, moved, regions)
        base, drawn = _carried(before, flow), after
        if ageing is not None:
            drawn = self._start_in_place(ageing, before, base, after, regions)
        difference = drawn - base
        if hold_skin and self.skin.any():
            difference = difference - np.median(difference[self.skin], axis=0).astype(np.float32)
        if crop is not None:
            difference = self._at_strength(difference, crop, before)
        if ageing is not None and crop is not None:
            difference += ageing.light(drawn, after, _carried(crop, flow), lambda image: _carried(image, flow))
        return Detail(difference, flow, regions)

    def overlay(self, detail: Detail, monochrome: bool) -> Overlay:
        """What detail does to the photo."""
        colour, mask = self._colour(detail.difference, monochrome), self._box_mask(detail.regions)
        if detail.flow is None:
            return Overlay(self.box_xyxy, mask, colour, replaces=False)
        sources, reach = self._sources(detail.flow)
        return Overlay(self.box_xyxy, mask, colour, replaces=False, sources=sources, reach=reach)

    def in_crop(self, detail: Detail, crop: Image) -> Image:
        """What detail makes of the photo's crop [R, R, 3]."""
        change = _carried(crop, detail.flow) + detail.difference - crop
        return np.asarray(crop + change * self.mask_of(detail.regions)[..., None], np.float32)

    def _start_in_place(
        self, ageing: Ageing, before: Image, base: Image, after: Image, regions: frozenset[str]
    ) -> Image:
        """The synthesis before ageing, its parts where after has them if ageing moves the photo's."""
        if not ageing.moves:
            return ageing.start
        if ageing.start is before:
            return base
        return _carried(ageing.start, self._flow(ageing.start, after, regions))

    def _at_strength(self, difference: Image, crop: Image, before: Image) -> Image:
        """The difference with its detail as strong as the photo's.

        A synthesis is softer than a photo, and so is what it adds: brightness finer than COARSE is scaled by the
        local contrast of the photo's crop over that of the synthesis before the edit (bands: Burt and Adelson 1983).
        """
        unit = self.side / 256
        grey = luminance(difference)
        detail = grey - cv2.GaussianBlur(grey, (0, 0), COARSE * unit)
        gain = np.clip(contrast(crop) / contrast(before), 1, MAX_DETAIL_GAIN)
        return np.asarray(difference + (detail * (gain - 1))[..., None], np.float32)

    def matched(self, crop: Image, before: Image, after: Image) -> Image:
        """The synthesis after an edit in the colours of the photo's crop, as before differs from it; all [R, R, 3]."""
        weights = self.crop_mask[..., None] / max(float(self.crop_mask.sum()), 1e-6)

        def statistics(image: Image) -> tuple[Image, Image]:
            mean = (image * weights).sum((0, 1))
            return mean, np.sqrt(((image - mean) ** 2 * weights).sum((0, 1)) + 1)

        (own_mean, own_std), (mean, std) = statistics(crop), statistics(before)
        return np.asarray((after - mean) * np.clip(own_std / std, 0.5, 2) + own_mean, np.float32)

    def replaced(self, face: Image, regions: frozenset[str], monochrome: bool) -> Overlay:
        """A picture of the whole crop, of any size, in the face's place."""
        return Overlay(self.box_xyxy, self._box_mask(regions), self._colour(face, monochrome), replaces=True)

    def _flow(self, before: Image, after: Image, regions: frozenset[str]) -> Image | None:
        """For each pixel of after [R, R, 2], where in before its content was; None when nothing moved."""
        grey = [np.clip(luminance(image), 0, 255).astype(np.uint8) for image in (after, before)]
        search = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        rough = search.calc(grey[0], grey[1], None)
        smooth: Image = cv2.GaussianBlur(rough, (0, 0), FLOW_BLUR * self.side / 128)
        flow = smooth * self.mask_of(regions)[..., None]
        return flow if float(np.abs(flow).max()) > STILL else None

    def _sources(self, flow: Image) -> tuple[Image, int]:
        """Where in the photo each pixel of the box takes its texture from, and how far beyond the box at most."""
        x0, y0, x1, y1 = self.box_xyxy
        to_photo = np.linalg.inv(self.matrix[:, :2]).astype(np.float32)
        shift = flow @ to_photo.T
        # The flow is smooth already, so that linear interpolation is as good as cubic, in a third of the time.
        sources = self._to_box(shift, self.matrix, self.box_xyxy, enlarge=cv2.INTER_LINEAR)
        sources[..., 0] += np.arange(x0, x1, dtype=np.float32) + 0.5
        sources[..., 1] += np.arange(y0, y1, dtype=np.float32)[:, None] + 0.5
        return sources, math.ceil(float(np.abs(shift).max())) + 4  # and a rim for the interpolation

    def _box_mask(self, regions: frozenset[str]) -> Image:
        if self._last_mask is None or self._last_mask[0] != regions:  # it is the same for a whole drag
            self._last_mask = regions, self._enlarged(self.mask_of(regions))
        return self._last_mask[1]

    def _enlarged(self, part: Image) -> Image:
        """The mask of a part of the face, over the box."""
        if part is self.crop_mask:
            return self.mask
        return np.minimum(self.mask, self._to_box(part, self.matrix, self.box_xyxy, enlarge=cv2.INTER_LINEAR))

    def _colour(self, image: Image, monochrome: bool) -> Image:
        matrix = self.matrix * (len(image) / self.side)
        if monochrome:
            return np.repeat(self._to_box(luminance(image), matrix, self.box_xyxy)[..., None], 3, axis=2)
        return self._to_box(image, matrix, self.box_xyxy)

    @staticmethod
    def _to_box(
        image: Image, matrix: Matrix, box_xyxy: tuple[int, int, int, int], enlarge: int = cv2.INTER_CUBIC
    ) -> Image:
        x0, y0, x1, y1 = box_xyxy
        if x1 <= x0 or y1 <= y0:
            return np.zeros((0, 0, *image.shape[2:]), np.float32)
        to_box = invert(shifted(matrix, x0, y0))
        seen = resample(np.ascontiguousarray(image), to_box, (x1 - x0, y1 - y0), enlarge=enlarge)
        return np.asarray(seen, np.float32)


def face_mask(landmarks: Points, side: int) -> Image:
    """The face from chin to hairline [side, side] in [0, 1], soft at its rim; landmarks [68, 2] in crop pixels."""
    brows = landmarks[17:27] - np.array([0, FOREHEAD * side], np.float32)
    hull = cv2.convexHull(np.concatenate([landmarks[:17], brows]).astype(np.float32))
    # Sub-pixel corners: fillConvexPoly takes 1/16 pixels with shift=4, and pixel centres at whole numbers.
    mask = np.zeros((side, side), np.float32)
    cv2.fillConvexPoly(mask, np.rint((hull - 0.5) * 16).astype(np.int32), 1.0, cv2.LINE_8, shift=4)
    reach = 2 * round(GROW * side) + 1
    mask = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    faded: Image = cv2.GaussianBlur(mask, (0, 0), FEATHER * side) * crop_rim(side)
    return faded


def crop_rim(side: int) -> Image:
    """1 inside the crop [side, side], soft to 0 at its border."""
    centres = (np.arange(side, dtype=np.float32) + 0.5) / side
    ramp = np.clip(np.minimum(centres, 1 - centres) / RIM - 0.1, 0, 1)
    ramp = ramp * ramp * (3 - 2 * ramp)
    return np.asarray(ramp[:, None] * ramp[None])


def eyes_inside(landmarks: Points, side: int) -> Image:
    """Iris and white of both eyes [side, side] in [0, 1]; landmarks [68, 2] in crop pixels."""
    mask = np.zeros((side, side), np.float32)
    for eye in (landmarks[36:42], landmarks[42:48]):
        cv2.fillConvexPoly(mask, np.rint(cv2.convexHull(eye.astype(np.float32))).astype(np.int32), 1.0)
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8), iterations=max(1, round(0.006 * side)))
    soft: Image = cv2.GaussianBlur(mask, (0, 0), 0.008 * side)
    return soft


def upper_part(landmarks: Points, side: int) -> Image:
    """From the forehead to the middle of the nose [side, side] in [0, 1]; landmarks [68, 2] in crop pixels."""
    eyes, nose = float(landmarks[36:48, 1].mean()), float(landmarks[33, 1])
    return 1 - _ramp(eyes + 0.75 * (nose - eyes), side)


def lower_part(landmarks: Points, side: int) -> Image:
    """From the cheeks below the eyes to the chin [side, side] in [0, 1]."""
    eyes, nose = float(landmarks[36:48, 1].mean()), float(landmarks[33, 1])
    return _ramp(eyes + 0.55 * (nose - eyes), side)


def _ramp(height: float, side: int) -> Image:
    """0 above height, 1 below it, soft over twice PART_SOFTNESS of the side; [side, side]."""
    rows = (np.arange(side, dtype=np.float32) + 0.5 - height) / (PART_SOFTNESS * side)
    share = np.clip(rows / 2 + 0.5, 0, 1)
    return np.repeat((share * share * (3 - 2 * share))[:, None], side, axis=1)


def bare_skin(landmarks: Points, side: int) -> npt.NDArray[np.bool_]:
    """Nose, cheeks and forehead [side, side], where no edit puts hair; landmarks [68, 2] in crop pixels."""
    mask = np.zeros((side, side), np.uint8)
    mask[: max(0, int(landmarks[33, 1]))] = 1
    for part in (landmarks[36:42], landmarks[42:48], landmarks[17:22], landmarks[22:27]):
        corners = np.rint(cv2.convexHull(part.astype(np.float32))).astype(np.int32)
        cv2.fillConvexPoly(mask, corners, 0)
        cv2.polylines(mask, [corners], True, 0, max(1, round(0.08 * side)))  # glasses, lashes, shadows
    return mask.astype(bool)


def _carried(image: Image, flow: Image | None) -> Image:
    """image [R, R(, 3)] moved along flow [R, R, 2], which says where each pixel comes from."""
    if flow is None:
        return image
    side = image.shape[0]
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    moved = cv2.remap(
        image, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(moved, np.float32)
