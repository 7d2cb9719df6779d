"""Two entries of one organisation become one; nothing of either is lost."""

import asyncio

from sqlalchemy import select

from core.accounts.models import RoleGrant
from core.content.models import Content, ContentAlias
from core.editing.models import Revision
from core.imports.models import ImportRow
from core.organisations.models import Organisation
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import World

MERGE = "/beheer/organisaties/samenvoegen"
PAIR = {"blijft": "de-eik", "weg": "buurthuis-de-eik"}


async def all_of(world: World, model: type) -> list:
    async with world.database.read() as session:
        return list(await session.scalars(select(model)))


async def test_what_a_duplicate_has_moves_to_the_one_that_stays(
    ground: World, make_organisation: Make, make_activity: Make, log_in: Login
) -> None:
    stays = await make_organisation(naam="De Eik", categorieen="samen-eten")
    goes = await make_organisation(
        naam="Buurthuis De Eik", telefoon="033 461 2345", categorieen="wandelen",
        doelgroepen="ouderen", omschrijving="Een huis voor de buurt.",
    )  # fmt: skip
    await make_activity(titel="Bingo", organisatie_id=goes.slug)
    await log_in("eik@example.org", "organisation-owner", organisation=goes.id)
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    text = (await editor.get(MERGE, params={"weg": goes.slug})).text
    assert "blijft=de-eik" in text
    text = (await editor.get(MERGE, params=PAIR)).text
    for said in ("Bingo", "eik@example.org", "Telefoon", "Voor wie"):
        assert said in text
    assert "Onderwerpen" not in text
    assert len(await all_of(ground, Organisation)) == 3  # looking changed nothing
    answer = await editor.post(MERGE, data=PAIR)
    assert answer.headers["location"] == "/mijn/organisaties/de-eik?gedaan=samengevoegd"
    async with ground.client() as client:
        moved = await client.get("/organisaties/buurthuis-de-eik")
        assert (moved.status_code, moved.headers["location"]) == (301, "/organisaties/de-eik")
        page = (await client.get("/organisaties/de-eik")).text
        assert "033 461 2345" in page
        assert "/activiteiten/bingo" in page
        assert "Buurthuis De Eik" not in (await client.get("/organisaties")).text
        assert "/organisaties/de-eik" in (await client.get("/activiteiten/bingo")).text
        assert "De Eik" in (await client.get("/zoeken?q=huis voor de buurt")).text
    (grant,) = [one for one in await all_of(ground, RoleGrant) if one.scope == "organisation"]
    assert (grant.role, grant.scope_id) == ("organisation-owner", stays.id)
    owners = {row.owner_id for row in await all_of(ground, Content) if row.title == "Bingo"}
    assert owners == {stays.id}
    assert "merged" in {one.action for one in await all_of(ground, Revision)}
    rows = [row for row in await all_of(ground, ImportRow) if row.content_id == stays.id]
    assert len(rows) == 2
    eik = await log_in("eik@example.org")
    assert (await eik.get("/mijn/organisaties/de-eik")).status_code == 200


async def test_only_who_looks_after_both_may_merge(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await make_organisation(naam="De Eik")
    far = await make_organisation(
        naam="Buurthuis De Eik", gebied="Nederberg", lon="5.38106", lat="52.15335"
    )
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    assert (await editor.get(MERGE, params={"weg": far.slug})).status_code == 404
    assert (await editor.get(MERGE, params=PAIR)).status_code == 404
    assert (await editor.post(MERGE, data=PAIR)).status_code == 404
    owner = await log_in("eik@example.org", "organisation-owner", organisation=far.id)
    assert (await owner.get(MERGE, params=PAIR)).status_code == 403
    assert (await owner.post(MERGE, data=PAIR)).status_code == 403
    manager = await log_in("beheer@example.org", "platform-manager")
    assert (await manager.post(MERGE, data=PAIR)).status_code == 303


async def test_editors_do_not_merge_over_the_border_of_a_municipality(
    ground: World, make_organisation: Make, make_area: Make, log_in: Login
) -> None:
    await make_organisation(naam="De Eik")
    town = await make_area("Elders", None, kind="municipality")
    other = await make_organisation(naam="Buurthuis De Eik")
    async with ground.database.write() as session:
        row = await session.get(Content, other.id)
        assert row
        row.area_id = town
        await session.flush()
        await ground.app.state.extra["reindex"](session, [other.id])
    await log_in("redactie@example.org", "area-editor", area="stadskern")
    editor = await log_in("redactie@example.org", "area-editor", area="elders")
    assert (await editor.get(MERGE, params=PAIR)).status_code == 422
    assert (await editor.post(MERGE, data=PAIR)).status_code == 422


async def test_merging_something_with_itself_or_with_nothing_is_refused(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await make_organisation(naam="De Eik")
    manager = await log_in("beheer@example.org", "platform-manager")
    found = await manager.get(MERGE, params={"q": "eik"})
    assert f"{MERGE}?weg=de-eik" in found.text
    same = {"blijft": "de-eik", "weg": "de-eik"}
    assert (await manager.post(MERGE, data=same)).status_code == 422
    assert (await manager.post(MERGE, data={**same, "weg": "nooit"})).status_code == 404
    assert (await manager.post(MERGE, data={})).status_code in (404, 422)


async def test_of_two_merges_of_one_pair_in_both_directions_one_is_carried_out(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await make_organisation(naam="De Eik")
    await make_organisation(naam="Buurthuis De Eik")
    manager = await log_in("beheer@example.org", "platform-manager")
    back = {"blijft": PAIR["weg"], "weg": PAIR["blijft"]}
    answers = await asyncio.gather(manager.post(MERGE, data=PAIR), manager.post(MERGE, data=back))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [303, 404]
    aliases = await all_of(ground, ContentAlias)
    assert len(aliases) == 1
    assert aliases[0].content_id is not None
