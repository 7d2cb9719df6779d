"""Filling in the form of an activity as a browser does."""

import re
from html import unescape
from typing import Any

from sqlalchemy import select

from core.testing.world import World
from plugins.activities.models import Activity, Occurrence

NEW = "/mijn/organisaties/de-eik/activiteiten/nieuw"
LIST = "/mijn/organisaties/de-eik/activiteiten"
WEEKLY: dict[str, Any] = {
    "title": "Soep op dinsdag", "summary": "Samen soep eten.", "categories": ["samen-eten"],
    "often": "weekly", "weekdays": ["TU"], "starts": "12:00", "ends": "13:30",
    "held": "address", "street": "Hof", "house_number": "1", "postcode": "3811 CJ",
    "city": "Amersfoort", "cost": "free", "language": "nl",
}  # fmt: skip


def sent_by(html: str) -> dict[str, Any]:
    """Return what a browser would send of the form in a page."""
    found: dict[str, Any] = {}
    form = html[html.index("novalidate") :]
    for tag in re.findall(r"<input[^>]+>", form):
        name = re.search(r' name="([^"]+)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if name and ("checked" in tag or not re.search("checkbox|radio", tag)):
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, value in re.findall(
        r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.S
    ):
        found[name] = [unescape(value)]
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    return found


def key_in(html: str) -> str:
    """Return the key of a new form."""
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found, html
    return found[1]


async def publish(owner: Any, **changes: Any) -> Any:
    key = key_in((await owner.get(NEW)).text)
    return await owner.post(NEW, data={**WEEKLY, "key": key, **changes})


async def one(ground: World, title: str = "Soep op dinsdag") -> Activity:
    async with ground.database.read() as session:
        return (await session.scalars(select(Activity).where(Activity.title == title))).one()


async def dates_of(ground: World, id_: int) -> list[Occurrence]:
    async with ground.database.read() as session:
        found = await session.scalars(
            select(Occurrence)
            .where(Occurrence.activity_id == id_)
            .order_by(Occurrence.starts_at)
        )  # fmt: skip
        return list(found)
