"""The guide of a neighbourhood: what stands in it, who makes it, and when it is made anew."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.clock import now
from core.jobs.context import Work
from core.mail.senders import Sender
from core.neighbourhoods import service as areas
from core.testing.factories import Make
from core.testing.world import FROM_US, World
from plugins.wijkgids import service
from plugins.wijkgids.drawing import draw
from plugins.wijkgids.gather import gather
from plugins.wijkgids.jobs import make_wanted
from plugins.wijkgids.models import FAILED, READY, WANTED, Guide

SENDER = Sender("Proefbasis", "https://basis.example")
PAGE = "/buurten/amersfoort/wijkgids"


async def contents(world: World, language: str = "nl") -> dict:
    words = world.app.state.extra["templates"].words[language]
    async with world.database.read() as session:
        area = await areas.by_slug(session, "amersfoort")
        return await gather(session, area.id, words, now(), SENDER)


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


async def work(world: World) -> None:
    state = world.app.state
    await make_wanted(Work(world.database, now(), world.registry, state.settings))


async def states(world: World) -> list[str]:
    async with world.database.read() as session:
        return list(await session.scalars(select(Guide.state).order_by(Guide.size)))


@pytest.mark.parametrize("large", [False, True])
async def test_what_there_is_stands_on_paper(
    ground: World, make_activity: Make, large: bool
) -> None:
    await make_activity(titel="Koffie op dinsdag", wanneer="elke dinsdag 10:00-12:00")
    found = text_of((await draw(await contents(ground), large=large)).content)
    for words in ("Wijkgids Amersfoort", "Elke week", "Dinsdag", "10:00", "Koffie op dinsdag",
                  "Het Huis van Nu", "basis.example/buurten/amersfoort"):  # fmt: skip
        assert words in found


async def test_it_is_tagged_dutch_and_has_a_title(ground: World, organisation: object) -> None:
    reader = PdfReader(io.BytesIO((await draw(await contents(ground), large=False)).content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata
    assert reader.metadata.title == "Wijkgids Amersfoort"


async def test_large_print_is_larger(ground: World, make_organisation: Make) -> None:
    for number in range(40):
        await make_organisation(naam=f"Vereniging {number}")
    found = await contents(ground)
    assert (await draw(found, large=True)).pages > (await draw(found, large=False)).pages


@pytest.mark.parametrize(
    "title", ["#panic(1)", "*vet* _schuin_ `code`", "$x^2$", "= Kop @label <a>", '"}]', "\\ // ~"]
)
async def test_no_title_is_read_as_markup(
    ground: World, make_organisation: Make, title: str
) -> None:
    await make_organisation(naam=title)
    assert title.split()[0] in text_of((await draw(await contents(ground), large=False)).content)


async def test_an_empty_neighbourhood_has_a_guide_that_says_so(ground: World) -> None:
    found = text_of((await draw(await contents(ground), large=False)).content)
    assert "Hier is nog niets bekend." in found


async def test_a_cancelled_date_stands_in_the_agenda_as_such(
    ground: World, make_activity: Make
) -> None:
    from plugins.activities.models import Occurrence

    await make_activity(titel="Koffie", wanneer="elke dinsdag 10:00-12:00")
    async with ground.database.write() as session:
        first = await session.scalar(select(Occurrence).order_by(Occurrence.starts_at))
        first.is_cancelled = True
    assert "gaat niet door" in text_of((await draw(await contents(ground), large=False)).content)


async def test_nothing_personal_of_an_unclaimed_organisation_is_printed(
    ground: World, make_organisation: Make
) -> None:
    await make_organisation(naam="Breiclub", telefoon="06 12345678", email="wil@gmail.com")
    found = text_of((await draw(await contents(ground), large=False)).content)
    assert "12345678" not in found.replace(" ", "")
    assert "gmail" not in found


async def test_it_is_gathered_in_few_statements(
    ground: World, make_activity: Make, queries: Callable
) -> None:
    for number in range(5):
        await make_activity(titel=f"Koffie {number}")
    with queries(at_most=10):
        await contents(ground)


async def test_a_guide_is_asked_for_made_and_read(ground: World, organisation: object) -> None:
    async with ground.client() as client:
        assert (await client.get(f"{PAGE}.pdf")).status_code == 404
        for _ in range(2):
            answer = await client.post(PAGE, data={"letter": "groot"}, headers=FROM_US)
            assert answer.status_code == 303
        assert await states(ground) == [WANTED]
        assert "in de rij" in (await client.get(PAGE)).text
        await work(ground)
        assert await states(ground) == [READY]
        page = (await client.get(PAGE)).text
        assert "Open de wijkgids" in page
        pdf = await client.get(f"{PAGE}.pdf?letter=groot")
        assert pdf.headers["content-type"] == "application/pdf"
        assert "Het Huis van Nu" in text_of(pdf.content)


async def test_a_current_guide_is_not_made_again(ground: World, organisation: object) -> None:
    async with ground.client() as client:
        await client.post(PAGE, data={"letter": "normaal"}, headers=FROM_US)
        await work(ground)
        await client.post(PAGE, data={"letter": "normaal"}, headers=FROM_US)
    assert await states(ground) == [READY]


async def test_after_a_change_a_new_one_is_offered_and_the_old_one_stays(
    ground: World, make_organisation: Make
) -> None:
    async with ground.client() as client:
        await client.post(PAGE, data={"letter": "normaal"}, headers=FROM_US)
        await work(ground)
        assert "Intussen is er iets veranderd" not in (await client.get(PAGE)).text
        await make_organisation(naam="Nieuw hier")
        assert "Intussen is er iets veranderd" in (await client.get(PAGE)).text
        await client.post(PAGE, data={"letter": "normaal"}, headers=FROM_US)
        assert (await client.get(f"{PAGE}.pdf")).status_code == 200
        await work(ground)
        assert "Nieuw hier" in text_of((await client.get(f"{PAGE}.pdf")).content)


async def test_one_that_cannot_be_made_says_so_and_leaves_the_others(ground: World) -> None:
    async with ground.database.write() as session:
        area = await areas.by_slug(session, "amersfoort")
        await service.ask(session, area.id, "normaal", "xx")
        await service.ask(session, area.id, "groot", "nl")
    await work(ground)
    assert sorted(await states(ground)) == [FAILED, READY]


@pytest.mark.parametrize("form", [{}, {"letter": "reuze"}])
async def test_another_size_is_refused(ground: World, form: dict[str, str]) -> None:
    async with ground.client() as client:
        assert (await client.post(PAGE, data=form, headers=FROM_US)).status_code == 400
        assert (await client.get(f"{PAGE}.pdf?letter=reuze")).status_code == 400


async def test_it_speaks_english(ground: World, organisation: object) -> None:
    found = text_of((await draw(await contents(ground, "en"), large=False)).content)
    assert "Every week" in found
