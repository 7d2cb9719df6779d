"""Pages for guests beside a bare handler that returns the same bytes, under the same server."""

import base64
import http.client
import json
import random
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from bench.inside import Inside, inside
from bench.load import Measured
from bench.processes import application, bare, visit

ENCODINGS = ("br", "identity")
ADDRESSES, DRAWS = 1000, 20_000
ROUNDS = 3
UNIQUE = 20_000
"""Requests of a round before hosts repeat themselves; more than can be missed in that time."""


async def pages_of(app: Inside) -> dict[str, str]:
    """Return the four pages by name."""
    async with app.edge.state.database.read() as session:
        organisation = await session.scalar(
            text("select slug from content where kind = 'organisation' order by id limit 1")
        )
        activity = await session.scalar(
            text("select slug from content where kind = 'activity' order by id limit 1")
        )
    return {
        "home": "/",
        "agenda": "/activiteiten",
        "organisation": f"/organisaties/{organisation}",
        "activity": f"/activiteiten/{activity}",
    }


async def addresses(app: Inside) -> list[str]:
    """Return a thousand addresses: lists, filtered lists, neighbourhoods and entries."""
    terms = [term.slug for term in app.edge.state.snapshot.vocabulary.of("category")]
    found = ["/", "/activiteiten", "/organisaties", "/buurten"]
    found += [f"/activiteiten?categorie={slug}" for slug in terms]
    found += [f"/organisaties?categorie={slug}" for slug in terms]
    async with app.edge.state.database.read() as session:
        for kind, path in (("activity", "activiteiten"), ("organisation", "organisaties")):
            slugs = await session.scalars(
                text("select slug from content where kind = :kind order by id limit 300"),
                {"kind": kind},
            )
            found += [f"/{path}/{slug}" for slug in slugs]
        areas = await session.scalars(
            text("select slug from area where kind <> 'country' order by id limit 600")
        )
        found += [f"/buurten/{slug}/activiteiten" for slug in areas]
    return found[:ADDRESSES]


def draws(count: int) -> list[int]:
    """Return numbers of addresses as visitors draw them: the n-th 1/n as often as the first."""
    chance = random.Random(11)
    order = list(range(count))
    chance.shuffle(order)
    weights = list(accumulate(1 / (rank + 1) for rank in range(count)))
    return chance.choices(order, cum_weights=weights, k=DRAWS)


async def record(app: Inside, file: Path, mixed: list[str]) -> dict[str, str]:
    """Write what the bare handler is to return; returns the pages by name."""
    pages = await pages_of(app)
    answers: dict[str, Any] = {}
    for name, path in pages.items():
        for encoding in ENCODINGS:
            answers[f"/{name}.{encoding}"] = await _answer(app, path, encoding)
    for number, path in enumerate(mixed):
        answers[f"/mix-{number}"] = await _answer(app, path, "br")
    file.write_text(json.dumps(answers), "utf-8")
    return pages


async def _answer(app: Inside, path: str, encoding: str) -> dict[str, Any]:
    status, headers, body = await app.get(path, encoding=encoding)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    pairs = [(name.decode(), value.decode()) for name, value in headers.items()]
    return {"headers": pairs, "body": base64.b64encode(body).decode()}


async def measure(url: str, folder: Path, seconds: float) -> list[dict[str, Any]]:
    """Return rows: a page, an encoding and a case, with the bare handler's figures beside."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "answers.json"
    async with inside(url, folder) as app:
        mixed = await addresses(app)
        pages = await record(app, file, mixed)
        costs = {name: await app.cost(path) for name, path in pages.items()}
    rows = []
    with application(url, folder, "/") as ours, bare(file) as other:
        for name, path in pages.items():
            for encoding in ENCODINGS:
                beside = [f"/{name}.{encoding}"]
                row = _pair(ours.port, other.port, [path], beside, seconds, encoding)
                rows.append({"page": name, "case": "hit", "encoding": encoding, **row})
            row = _pair(ours.port, other.port, [path], [f"/{name}.br"], seconds, "br", miss=True)
            row["statements"] = costs[name].statements
            rows.append({"page": name, "case": "miss", "encoding": "br", **row})
        get_all(ours.port, mixed)
        order = draws(len(mixed))
        paths, beside = [mixed[at] for at in order], [f"/mixed/{at}" for at in order]
        row = _pair(ours.port, other.port, paths, beside, seconds, "br")
        rows.append({"page": f"mix of {len(mixed)}", "case": "mix", "encoding": "br", **row})
        rows.append({"page": "memory", "case": "after all of this", "mb": ours.memory_mb()})
    return rows


def _pair(
    port: int, bare_port: int, paths: list[str], beside: list[str], seconds: float, encoding: str,
    *, miss: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Measure both in turn, a few times, and return the middle of each.

    With ``miss`` every request says another port in its host, so that none was kept.
    """
    ours, other = [], []
    for number in range(ROUNDS):
        first = 10_000 + number * UNIQUE
        hosts = [f"127.0.0.1:{first + at}" for at in range(UNIQUE)] if miss else []
        other.append(visit(bare_port, beside, seconds=seconds, encoding=encoding))
        ours.append(visit(port, paths, seconds=seconds, encoding=encoding, hosts=hosts))
    mine, theirs = _middle(ours), _middle(other)
    ratio = round(mine.rps / theirs.rps, 3)
    return {**asdict(mine), "bare": asdict(theirs), "ratio": ratio}


def get_all(port: int, paths: list[str]) -> None:
    """Ask for every path over one connection; raises RuntimeError when one is no 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in paths:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    connection.close()


def _middle(found: list[Measured]) -> Measured:
    wanted = median(one.rps for one in found)
    return next(one for one in found if one.rps == wanted)
