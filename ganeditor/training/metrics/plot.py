"""A report as a picture: each figure over the steps of a training, with its interval."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ganeditor.project.runs import Curve
from ganeditor.training.metrics.figures import SIGNS

COLUMNS, WIDE, HIGH = 3, 4.0, 2.8
"""Charts of a row, and inches of each."""

FORMATS = (".png", ".svg", ".pdf")


def plotted(states: Sequence[Mapping[str, Any]], measured: Mapping[str, Curve], title: str, path: Path) -> None:
    """Write a chart of each figure of a report's states to path, by whose suffix it is a picture or vectors.

    measured are the curves that the training itself has measured, by the figures' names: with other numbers of
    pictures, and so drawn apart, thin and grey.
    """
    names = list(dict.fromkeys(name for state in states for name in state["figures"]))
    columns = min(COLUMNS, len(names))
    rows = -(-len(names) // columns)
    sheet = Figure(figsize=(WIDE * columns, HIGH * rows + 0.4), layout="constrained")
    sheet.suptitle(title, fontsize=11)
    for place, name in enumerate(names, 1):
        axes = sheet.add_subplot(rows, columns, place)
        shown = [state for state in states if name in state["figures"]]
        figures = [state["figures"][name] for state in shown]
        steps = [state["step"] for state in shown]
        if name in measured:
            axes.plot(*measured[name], color="0.6", linewidth=1, label="on the way")
        reach = [[row["value"] - row["low"] for row in figures], [row["high"] - row["value"] for row in figures]]
        values = [row["value"] for row in figures]
        axes.errorbar(steps, values, reach, fmt="o:", capsize=3, markersize=4, linewidth=1, label="measured")
        for row, state in zip(figures, shown, strict=True):
            top = state["step"], row["high"]
            axes.annotate(state["name"], top, (0, 4), textcoords="offset points", fontsize=7, ha="center")
        axes.set_title(f"{name} {SIGNS[figures[0]['better']]}", fontsize=10)
        axes.set_xlabel("step", fontsize=8)
        axes.tick_params(labelsize=8)
        axes.margins(0.12, 0.18)
        if name in measured:
            axes.legend(fontsize=7)
    sheet.savefig(path, dpi=150)
