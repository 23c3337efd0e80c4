"""The program's icon in what each system wants, from resources/icons/ganeditor.svg: python packaging/icons.py FOLDER.

Writes ganeditor.ico (Windows), ganeditor.icns (macOS) and PNGs in the folders of Linux' theme hicolor.
"""

import argparse
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parent.parent / "resources" / "icons" / "ganeditor.svg"
SIDES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)


def drawn(side: int) -> Image.Image:
    """The drawing in side × side pixels, each size drawn for itself."""
    image = QImage(side, side, QImage.Format.Format_RGBA8888_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (side, side), bytes(plain.constBits()))


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {side: drawn(side) for side in SIDES}
    for side in (side for side in SIDES if side <= 512):
        place = folder / "hicolor" / f"{side}x{side}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        pictures[side].save(place / "ganeditor.png")
    small = [side for side in SIDES if side <= 256]
    others = [pictures[side] for side in small]
    pictures[256].save(folder / "ganeditor.ico", sizes=[(side, side) for side in small], append_images=others)
    pictures[1024].save(folder / "ganeditor.icns", append_images=[pictures[side] for side in SIDES])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the program's icon as .ico, .icns and .png.")
    parser.add_argument("folder", type=Path)
    write(parser.parse_args().folder)
