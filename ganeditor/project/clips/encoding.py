"""How the frames of a result are encoded: H.264, in the range and the colours of the clip they come from."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ganeditor.project.clips.clip import HD_HEIGHT, Clip, Colour

QUALITY = 85
"""Of 1 to 100, where nobody says otherwise: differences can't be seen."""

_FINEST, _COARSEST = 1_000_000, 10_000  # ticks a second
_WRITTEN = ("bt709", "smpte170m", "bt470bg", "fcc", "smpte240m")  # matrices that a result may have too
_BT709 = Colour(full=False, matrix="bt709", primaries="bt709", transfer="bt709")


@dataclass(frozen=True)
class Encoding:
    """What all parts of one result have in common, so that they can be joined."""

    size_wh: tuple[int, int]  # of the pictures
    rate: Fraction  # nominal
    ticks: int  # a second; times are whole numbers of them
    colour: Colour
    lossless: bool  # pictures come back bit-identical; needs a player that knows H.264's RGB profile
    quality: int  # 1 to 100, unless lossless

    @property
    def padding(self) -> tuple[int, int]:
        """Rows and columns that are repeated at the end: chroma of half size needs even sides."""
        width, height = self.size_wh
        return (0, 0) if self.lossless else (height % 2, width % 2)

    def arguments(self) -> tuple[str, ...]:
        """ffmpeg's, between a stream of RGB pictures and a file.

        No frame is told by a later one: so decoding times are times, and no container shifts them.
        """
        rate = ("-qp", "0") if self.lossless else ("-crf", str(round(51 - self.quality * 0.4)))
        codec = ("libx264rgb", "-pix_fmt", "rgb24") if self.lossless else ("libx264", "-pix_fmt", "yuv420p")
        return (
            *("-vf", self._filters(), "-c:v", *codec, "-preset", "fast", "-bf", "0", *rate),
            *("-fps_mode", "passthrough", "-enc_time_base", f"1/{self.ticks}"),
            *("-video_track_timescale", str(self.ticks), "-movflags", "frag_keyframe+empty_moov+default_base_moof"),
        )

    def _filters(self) -> str:
        colour = self.colour
        tags = f"color_primaries={colour.primaries}:color_trc={colour.transfer}"
        if self.lossless:
            return f"setparams={tags}:colorspace=gbr:range=full"
        span = "full" if colour.full else "limited"
        return (
            f"scale=flags=bicubic+accurate_rnd+full_chroma_int:out_color_matrix={colour.for_scale}:out_range={span},"
            f"format=yuv420p,setparams={tags}:colorspace={colour.matrix}:range={span}"
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values by which two can be told apart."""
        return {"lossless": self.lossless, "quality": self.quality, "ticks": self.ticks, "size": list(self.size_wh)}


def encoding_for(clip: Clip, lossless: bool = False, quality: int | None = None) -> Encoding:
    """What a result of clip is encoded as."""
    ticks = _ticks(clip.tick.denominator if clip.variable else clip.rate.numerator)
    colour = _BT709 if clip.colour.wide else clip.colour
    if colour.matrix not in _WRITTEN:
        matrix = "bt709" if clip.size_wh[1] >= HD_HEIGHT else "smpte170m"
        colour = replace(colour, full=colour.full and colour.matrix != "gbr", matrix=matrix)
    return Encoding(clip.size_wh, clip.rate, ticks, colour, lossless, quality or QUALITY)


def encoding_of(size_wh: tuple[int, int], rate: Fraction, quality: int) -> Encoding:
    """What pictures of size_wh that come from no clip are encoded as, rate of them a second."""
    return Encoding(size_wh, rate, _ticks(rate.numerator), _BT709, False, quality)


def _ticks(number: int) -> int:
    """A second's, of which number is one; it is not kept where it is finer than anyone needs."""
    while number < _COARSEST:
        number *= 2
    return min(number, _FINEST)
