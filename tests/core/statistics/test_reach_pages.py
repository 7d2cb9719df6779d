"""Reach: the same figures on the page, for an organisation itself, and in a spreadsheet."""

import csv
import io
from datetime import timedelta

import pytest

from core.clock import today
from core.statistics.models import ContactClick, PageView, VisitorDay
from core.testing.factories import Made, Make
from core.testing.people import Login
from core.testing.world import World
from core.web.charts import chart_of, share
from core.web.spreadsheet import csv_text

HERE, THERE = "stadskern", "nederberg"


async def seen(world: World, made: Made, views: int, visitors: int, ago: int = 0) -> None:
    """Write down that an organisation's page was viewed."""
    async with world.database.write() as session:
        day = today() - timedelta(days=ago)
        session.add(
            PageView(
                day=day, site_id=1, path=f"/organisaties/{made.slug}", views=views,
                visitors=visitors,
            )
        )  # fmt: skip


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


async def test_the_page_shows_days_entries_and_presses(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    oak, beech = await make_organisation(naam="De Eik"), await make_organisation(naam="De Beuk")
    await seen(ground, oak, 12, 7)
    await seen(ground, beech, 30, 20, ago=20)
    async with ground.database.write() as session:
        session.add(VisitorDay(day=today(), site_id=1, visitors=9))
        session.add(ContactClick(day=today(), content_id=oak.id, target="phone", clicks=4))
    manager = await log_in("baas@example.org", "platform-manager")
    month = (await manager.get("/beheer/bereik")).text
    assert month.index("De Beuk") < month.index("De Eik")
    assert "9 bezoekers bekeken samen 42 pagina" in month
    week = (await manager.get("/beheer/bereik?periode=week")).text
    assert "De Beuk" not in week
    assert "9 bezoekers bekeken samen 12 pagina" in week
    assert (await manager.get("/beheer/bereik?soort=organisation")).status_code == 200
    for wrong in ("periode=eeuw", "soort=onzin"):
        assert (await manager.get(f"/beheer/bereik?{wrong}")).status_code == 400


async def test_an_editor_sees_the_reach_of_own_areas_only(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await seen(ground, await make_organisation(naam="De Eik"), 12, 7)
    own = await log_in("hier@example.org", "area-editor", area=HERE)
    other = await log_in("daar@example.org", "area-editor", area=THERE)
    for path in ("/beheer/bereik", "/beheer/bereik.csv"):
        assert "De Eik" in (await own.get(path)).text
        assert "De Eik" not in (await other.get(path)).text
        assert (await other.get(f"{path}?buurt={HERE}")).status_code == 404
    assert "bezoekers bekeken" not in (await own.get("/beheer/bereik")).text  # the platform's


async def test_the_file_has_every_entry_and_no_formulas(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    evil = await make_organisation(naam="=HYPERLINK(1)")
    await seen(ground, evil, 12, 7)
    async with ground.database.write() as session:
        session.add(VisitorDay(day=today(), site_id=1, visitors=9))
    manager = await log_in("baas@example.org", "platform-manager")
    answer = await manager.get("/beheer/bereik.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].endswith('.csv"')
    assert answer.headers["cache-control"] == "no-store"
    heading, row = rows_of(answer.text)
    assert dict(zip(heading, row, strict=True)) == {
        "Soort": "Organisatie", "Naam": "'=HYPERLINK(1)", "Organisatie": "",
        "Adres": f"/organisaties/{evil.slug}", "Bezoekers": "7", "Bekeken": "12",
        "Telefoon": "0", "E-mail": "0", "Website": "0",
    }  # fmt: skip
    days = rows_of((await manager.get("/beheer/bereik.csv?wat=dagen")).text)
    assert days == [["Dag", "Bezoekers", "Bekeken"], [today().isoformat(), "9", "12"]]
    assert (await manager.get("/beheer/bereik.csv?wat=onzin")).status_code == 400


async def test_an_organisation_sees_its_own_figures_and_no_others(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    oak, beech = await make_organisation(naam="De Eik"), await make_organisation(naam="De Beuk")
    await seen(ground, oak, 50, 37)
    await seen(ground, beech, 5, 5)
    owner = await log_in("eik@example.org", "organisation-owner", organisation=oak.id)
    page = (await owner.get("/mijn/organisaties/de-eik")).text
    assert "37 mensen bekeken dit deze maand" in page
    assert "De Beuk" not in page


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "  =1", "\n1"])
def test_what_begins_like_a_formula_stays_text(cell: str) -> None:
    assert csv_text([[cell]]).strip('"').startswith("'")
    assert csv_text([["a=1", -5]]) == "a=1;-5\r\n"


def test_bars_are_as_high_as_their_numbers_and_small_ones_can_be_seen() -> None:
    chart = chart_of([("ma", 0), ("di", 1), ("wo", 1000)])
    assert [bar.height for bar in chart.bars] == [0, 2, chart.height]
    assert (chart.first, chart.last, chart.most) == ("ma", "wo", 1000)
    assert chart_of([]).bars == ()
    assert (share(0, 5), share(1, 1000), share(5, 5)) == (0, 1, 100)
