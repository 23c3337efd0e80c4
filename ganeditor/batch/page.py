"""What a batch has done as pages for the browser: a line a photo, with thumbnails before and after."""

import os
from collections import Counter
from html import escape
from pathlib import Path
from urllib.parse import quote

from ganeditor.batch.batch import AFTER, BEFORE, BatchQueue
from ganeditor.batch.queue import DONE, Row

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color: #222; background: #fff }}
table {{ border-collapse: collapse }}
th, td {{ text-align: left; vertical-align: top; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid #ddd }}
td {{ overflow-wrap: anywhere }}
img {{ display: block; max-width: 240px }}
.failed {{ color: #a11 }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #ddd; background: #1b1b1b }} a {{ color: #8bf }} .failed {{ color: #f88 }}
  th, td {{ border-color: #444 }}
}}
</style></head><body>
<h1>{title}</h1>
<p>{counts}</p>
<table><thead><tr><th>Photo</th><th>Before</th><th>After</th><th>What came of it</th></tr></thead><tbody>
"""
_TABLE_END = "</tbody></table>\n"
_FOOT = "</body></html>\n"

ON_A_PAGE = 1000
"""Photos; a browser scrolls through them at once."""


def pages(queue: BatchQueue, title: str) -> dict[str, bytes]:
    """HTML by the names of files in the record's folder, beside the thumbnails; the first page is index.html."""
    counts = Counter(row["status"] for row in queue.rows)
    told = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    head = _HEAD.format(title=escape(title), counts=escape(told))
    parts = [queue.rows[start : start + ON_A_PAGE] for start in range(0, len(queue.rows), ON_A_PAGE)]
    made = {}
    for number, rows in enumerate(parts, 1):
        text = head + "".join(_line(queue, row) for row in rows) + _TABLE_END + _links(number, len(parts)) + _FOOT
        made[_name(number)] = text.encode("utf-8", "backslashreplace")  # names may be no text
    return made


def _name(number: int) -> str:
    return "index.html" if number == 1 else f"index-{number}.html"


def _links(number: int, count: int) -> str:
    """To the other pages, if there are any."""
    links = (str(one) if one == number else f'<a href="{_name(one)}">{one}</a>' for one in range(1, count + 1))
    return f"<p>Pages: {' '.join(links)}</p>\n" if count > 1 else ""


def _line(queue: BatchQueue, row: Row) -> str:
    source = Path(row["source"])
    known = queue.record.last(source)
    before = after = ""
    if known is not None and row["status"] == DONE:
        result = known.target.relative_to(queue.record.results)
        before = _picture(queue, source, BEFORE, source.absolute().as_uri())
        after = _picture(queue, source, AFTER, f"../{quote(os.fsencode(result.as_posix()))}")
    return (
        f"<tr><td>{escape(str(source))}</td><td>{before}</td><td>{after}</td>"
        f'<td class="{"failed" if "error" in row else "fine"}">{"<br>".join(map(escape, _said(row)))}</td></tr>\n'
    )


def _said(row: Row) -> tuple[str, ...]:
    if "error" in row:
        return (str(row["error"]),)
    if row["status"] != DONE:
        return (row["status"],)
    took = f"done in {row['seconds']:.1f} s" if isinstance(row.get("seconds"), float) else "done"
    return (took, *map(str, row.get("notices", ())), *map(str, row.get("warnings", ())))


def _picture(queue: BatchQueue, source: Path, name: str, link: str) -> str:
    """A thumbnail that leads to the picture itself."""
    small = queue.small(source, name).relative_to(queue.record.folder).as_posix()
    return f'<a href="{link}"><img src="{small}" alt="{name}" loading="lazy"></a>'
