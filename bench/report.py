"""The figures as tables for people, and as JSON for whoever compares runs."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
GOAL_MS = 20


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a Markdown table; the first column is text, the others are numbers."""
    lines = [[str(cell) for cell in row] for row in rows]
    marks = ["---", *("---:" for _ in headings[1:])]
    whole = [list(headings), marks, *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in whole)


def pages(found: dict[str, list[dict[str, Any]]]) -> str:
    """Return the pages beside the bare handler."""
    parts = []
    for name, rows in found.items():
        lines = [
            (
                f"{row['page']}, {row['case']}, {row['encoding']}", f"{row['rps']:,.0f}",
                row["p50"], row["p95"], row["p99"], f"{row['bare']['rps']:,.0f}",
                f"{row['ratio']:.2f}", row.get("statements", ""),
            )
            for row in rows
            if "bare" in row
        ]  # fmt: skip
        headings = ("page", "req/s", "p50 ms", "p95", "p99", "bare req/s", "ratio", "SQL")
        memory = next(row["mb"] for row in rows if "mb" in row)
        parts.append(f"### {name}\n\n{table(headings, lines)}\n\nMemory after it: {memory:.0f} MB.")
    return "## Pages for guests beside a bare handler\n\n" + "\n\n".join(parts)


def scale(found: dict[str, list[dict[str, Any]]]) -> str:
    """Return the server time of every page at every size, and how much it grew."""
    names = list(found)
    lines = []
    for at, first in enumerate(found[names[0]]):
        rows = [found[name][at] for name in names]
        cells = [_cell(row["ms"], GOAL_MS) for row in rows]
        grown = [f"{row['ms'] / _base(found, name, at):.1f}x" for name, row in _last(names, rows)]
        statements = "/".join(str(row["statements"]) for row in rows)
        lines.append((first["page"], *cells, *grown, statements))
    grown_names = [f"growth {name}" for name, _ in _last(names, names)]
    headings = ("page, uncached, ms", *names, *grown_names, "SQL")
    goal = f"Median of 20, in the application's process; bold is over {GOAL_MS} ms.\n\n"
    return f"## Server time as content grows\n\n{goal}{table(headings, lines)}"


def _last(names: Sequence[str], rows: Sequence[Any]) -> list[tuple[str, Any]]:
    """Return the largest size of each database with its row."""
    last: dict[str, tuple[str, Any]] = {}
    for name, row in zip(names, rows, strict=True):
        last[name.split()[0]] = (name, row)
    return list(last.values())


def _base(found: dict[str, list[dict[str, Any]]], name: str, at: int) -> float:
    first = next(other for other in found if other.split()[0] == name.split()[0])
    return float(found[first][at]["ms"])


def _cell(value: float, goal: float | None) -> str:
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    return f"**{text}**" if goal and value > goal else text


def values(title: str, found: dict[str, list[dict[str, Any]]]) -> str:
    """Return figures that have a goal each."""
    lines = [
        (f"{name}: {row['what']}", _cell(value, row.get("goal")), row.get("goal", ""))
        for name, rows in found.items()
        for row in rows
        for value in [row.get("seconds", row.get("value"))]
    ]
    return f"## {title}\n\n{table(('what', 'measured', 'at most'), lines)}"


def write(name: str, machine: dict[str, str], results: dict[str, Any]) -> str:
    """Write both files and return the text."""
    parts = ["# Benchmarks", "\n".join(f"- {key}: {value}" for key, value in machine.items())]
    if "pages" in results:
        parts.append(pages(results["pages"]))
    if "scale" in results:
        parts.append(scale(results["scale"]))
    if "import" in results:
        title = "Import: 200 organisations and 350 activities (seconds; areas were there)"
        parts.append(values(title, results["import"]))
    if "start" in results:
        parts.append(values("Start, memory and changes", results["start"]))
    if "ladder" in results:
        title = "Freshness: every step due at once for 100,000 entries (seconds)"
        parts.append(values(title, results["ladder"]))
    if "mail" in results:
        parts.append(values("Mail by one process (mails a second)", results["mail"]))
    text = "\n\n".join(parts) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, "utf-8")
    data = {"machine": machine, **results}
    (RESULTS / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    return text
