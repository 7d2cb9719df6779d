"""When an area is moderated: who says so, and for which areas."""

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.moderation.service import mode_of
from core.neighbourhoods.models import Area
from core.testing.people import Login
from core.testing.world import World

PAGE = "/beheer/controle/wanneer"


async def mode(world: World, slug: str) -> str:
    async with world.database.read() as session:
        area_id = await session.scalar(select(Area.id).where(Area.slug == slug))
        assert area_id
        return await mode_of(session, area_id)


async def test_an_editor_says_when_the_own_area_is_moderated(ground: World, log_in: Login) -> None:
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    where = (await editor.get(PAGE)).headers["location"]
    assert where == f"{PAGE}/stadskern"
    assert (await editor.post(where, data={"mode": "before"})).status_code == 303
    assert (await mode(ground, "stadskern"), await mode(ground, "amersfoort")) == (
        "before",
        "after",
    )
    shown = await editor.get(where)
    assert 'value="before" checked' in shown.text
    await editor.post(where, data={"mode": "above"})
    assert await mode(ground, "stadskern") == "after"
    assert (await editor.post(where, data={"mode": "never"})).status_code == 422
    async with ground.database.read() as session:
        noted = await session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == "moderation.mode")
        )
        assert [one["mode"] for one in noted] == ["before", ""]


async def test_an_editor_says_nothing_about_other_areas(ground: World, log_in: Login) -> None:
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    for slug in ("nederberg", "amersfoort"):
        assert (await editor.get(f"{PAGE}/{slug}")).status_code == 403
        assert (await editor.post(f"{PAGE}/{slug}", data={"mode": "before"})).status_code == 403
    assert await mode(ground, "amersfoort") == "after"


async def test_a_manager_begins_with_the_whole_site(ground: World, log_in: Login) -> None:
    manager = await log_in("bo@example.org", "platform-manager")
    where = (await manager.get(PAGE)).headers["location"]
    await manager.post(where, data={"mode": "before"})
    assert await mode(ground, "stadskern") == "before"
