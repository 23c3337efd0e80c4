"""SEGMENTS: what a face's mask can say of a pixel, one row each; heads, palettes and mask files count in this order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """One class of pixels; left and right are the picture's."""

    name: str
    label: str
    colour: tuple[int, int, int]  # RGB, in mask files and on the canvas


SEGMENTS = (
    Segment("background", "Background", (0, 0, 0)),
    Segment("skin", "Skin", (239, 195, 164)),
    Segment("left_brow", "Left brow", (122, 75, 34)),
    Segment("right_brow", "Right brow", (176, 116, 54)),
    Segment("left_eye", "Left eye", (64, 156, 255)),
    Segment("right_eye", "Right eye", (0, 92, 200)),
    Segment("nose", "Nose", (150, 214, 96)),
    Segment("upper_lip", "Upper lip", (214, 40, 70)),
    Segment("mouth_inside", "Inside of the mouth", (255, 250, 240)),
    Segment("lower_lip", "Lower lip", (255, 110, 140)),
    Segment("hair", "Hair", (108, 60, 170)),
    Segment("glasses", "Glasses", (0, 200, 190)),
    Segment("clothing", "Clothing and neck", (120, 125, 135)),
)

UNKNOWN = 255
"""In place of a class's number where nothing is known, or nothing is wished."""

NUMBERS = {segment.name: number for number, segment in enumerate(SEGMENTS)}
