"""Imports: a dry run writes nothing, a repeat changes nothing, and nobody's edit is lost."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.clock import now, today
from core.content.models import Content, ContentArea, ContentTerm
from core.db.engine import make_engine
from core.db.session import Database
from core.errors import Conflict, Invalid, Unavailable
from core.imports.engine import carry_out
from core.imports.plan import CONFLICT
from core.search.indexer import Indexer
from core.search.models import SearchDocument
from plugins.activities.models import Activity, Occurrence
from tests.core.imports.ground import Ground, activity, organisation, reasons, summary


def tuesdays_ahead() -> int:
    """Return how many Tuesdays there are from today on for 366 days: 52 or 53."""
    return sum((today() + timedelta(days=at)).weekday() == 1 for at in range(366))


async def test_a_dry_run_writes_nothing(ground: Ground) -> None:
    before = await ground.version()
    plan = await ground.plan("organisations", [organisation(1), organisation(2)])
    assert summary(plan) == {"new": 2}
    assert await ground.counts(SearchDocument, ContentArea) == [0, 0, 0, 0]
    assert await ground.version() == before


async def test_an_import_fills_lists_terms_search_and_dates(settled: Ground) -> None:
    cells = {"categorieen": "wandelen|Samen eten", "doelgroepen": "55+", "toegankelijkheid": "lift"}
    written = await settled.load("activities", [activity(1, **cells, kosten="€ 2,50 p.p.")])
    assert written == 1
    assert await settled.count(ContentArea) == 4
    assert await settled.count(SearchDocument) == 2
    assert await settled.found("breien") == 1
    assert await settled.count(Occurrence) == tuesdays_ahead()
    assert await settled.count(ContentTerm) == 6
    row = await settled.row("Breien 1")
    assert (row["slug"], row["status"], row["facts"]) == ("breien-1", "published", "lift")
    assert row["confirmed_by"] == "import"


async def test_guests_of_every_process_learn_of_an_import(ground: Ground) -> None:
    before = await ground.version()
    await ground.load("organisations", [organisation()])
    assert await ground.version() > before


async def test_the_same_file_again_changes_nothing(settled: Ground) -> None:
    once = activity(3, wanneer="", datum="1-1-2030", van="10:00", lon="5,1", lat="52,1")
    rows = [activity(1, kosten="gratis"), activity(2, wanneer="doorlopend"), once]
    await settled.load("activities", rows)
    counts = await settled.counts(Occurrence, SearchDocument)
    version = await settled.version()
    plan = await settled.plan("activities", rows)
    assert summary(plan) == {"unchanged": 3}
    assert await settled.apply(plan) == 0
    assert await settled.counts(Occurrence, SearchDocument) == counts
    assert await settled.version() == version


async def test_a_change_in_the_file_changes_the_entry_and_keeps_its_address(
    settled: Ground,
) -> None:
    await settled.load("activities", [activity(1), activity(2)])
    rows = [activity(1, titel="Origami", wanneer="elke vrijdag 14:00-16:00"), activity(2)]
    plan = await settled.plan("activities", rows)
    assert summary(plan) == {"changed": 1, "unchanged": 1}
    assert await settled.apply(plan) == 1
    assert (await settled.row("Origami"))["slug"] == "breien-1"
    assert (await settled.found("origami"), await settled.found("breien")) == (1, 1)
    assert summary(await settled.plan("activities", rows)) == {"unchanged": 2}


async def test_an_edit_of_ours_is_a_conflict_and_stays_unless_the_file_shall_win(
    settled: Ground,
) -> None:
    await settled.load("activities", [activity(1, samenvatting="Van het bestand"), activity(2)])
    await settled.edit("Breien 1", summary="Van ons")
    for text in ("Van het bestand", "Nieuw van het bestand"):
        rows = [activity(1, samenvatting=text), activity(2)]
        plan = await settled.plan("activities", rows)
        assert summary(plan) == {"unchanged": 1, "conflict": 1}
        assert reasons(plan) == [(2, "samenvatting")]
        assert plan.problems[0].is_conflict
        assert await settled.apply(plan) == 0
        assert (await settled.row("Breien 1"))["summary"] == "Van ons"
    assert await settled.load("activities", rows, overwrite=True) == 1
    assert (await settled.row("Breien 1"))["summary"] == "Nieuw van het bestand"
    assert summary(await settled.plan("activities", rows)) == {"unchanged": 2}


async def test_the_same_edit_here_and_in_the_file_is_no_conflict(settled: Ground) -> None:
    await settled.load("activities", [activity(1, samenvatting="Oud")])
    await settled.edit("Breien 1", summary="Nieuw")
    plan = await settled.plan("activities", [activity(1, samenvatting="Nieuw")])
    assert CONFLICT not in summary(plan)


async def test_the_latest_confirmation_counts_and_is_never_a_conflict(ground: Ground) -> None:
    await ground.load("organisations", [organisation(gecontroleerd_op="1-3-2026")])
    await ground.edit("Proefclub 1", confirmed_at=now(), confirmed_by="organisation")
    older = await ground.plan("organisations", [organisation(gecontroleerd_op="2-3-2026")])
    assert summary(older) == {"unchanged": 1}
    tomorrow = (today() + timedelta(days=1)).isoformat()
    newer = await ground.plan("organisations", [organisation(gecontroleerd_op=tomorrow)])
    assert summary(newer) == {"changed": 1}


async def test_terms_of_a_column_that_the_file_lacks_stay(ground: Ground) -> None:
    full = organisation(categorieen="wandelen", doelgroepen="kinderen")
    await ground.load("organisations", [full])
    await ground.load("organisations", [organisation(categorieen="fietsen")])
    again = await ground.plan("organisations", [{**full, "categorieen": "fietsen"}])
    assert summary(again) == {"unchanged": 1}


async def test_bad_rows_stop_everything_unless_they_may_be_skipped(ground: Ground) -> None:
    rows = [organisation(1), organisation(2, email="kapot", postcode="12"), organisation(3)]
    plan = await ground.plan("organisations", rows)
    assert summary(plan) == {"new": 2, "error": 1}
    assert reasons(plan) == [(3, "email"), (3, "postcode")]
    with pytest.raises(Conflict, match="niet klopt: 1"):
        await ground.apply(plan)
    assert await ground.counts() == [0, 0]
    assert await ground.apply(plan, skip_bad_rows=True) == 2
    assert await ground.counts() == [2, 2]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"organisatie_id": "o9"}, "organisatie_id"),
        ({"gebied": "Nergenshuizen"}, "gebied"),
        ({"gebied": ""}, "gebied"),
        ({"categorieen": "wandelen, duikbotenbouw"}, "categorieen"),
        ({"doelgroepen": "jeugd"}, "doelgroepen"),
        ({"wanneer": "af en toe"}, "wanneer"),
        ({"wanneer": "", "datum": "31-2-2026"}, "datum"),
        ({"leeftijd_van": "jong"}, "leeftijd_van"),
        ({"kosten": "€ -3"}, "kosten"),
        ({"titel": ""}, "titel"),
        ({"titel": "x" * 201}, "titel"),
        ({"telefoon": "bel maar"}, "telefoon"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"id": "x" * 300}, "id"),
        ({"titel": "a\x00b"}, "titel"),
    ],
)
async def test_a_wrong_cell_is_reported_by_row_and_by_the_heading_of_the_file(
    settled: Ground, cells: dict[str, str], column: str
) -> None:
    plan = await settled.plan("activities", [activity(1), activity(2, **dict.fromkeys(cells, ""))
                              | {**activity(2), **cells}])  # fmt: skip
    assert summary(plan)["error"] >= 1
    assert (3, column) in reasons(plan)


async def test_an_id_that_occurs_twice_is_wrong_the_second_time(ground: Ground) -> None:
    plan = await ground.plan("organisations", [organisation(1), organisation(1)])
    assert summary(plan) == {"new": 1, "error": 1}
    assert reasons(plan) == [(3, "id")]


async def test_a_row_without_an_id_is_known_by_its_first_cells(ground: Ground) -> None:
    rows = [{"naam": "Proefclub", "plaats": "Proefstad", "gebied": "noord"}]
    await ground.load("organisations", rows)
    assert summary(await ground.plan("organisations", rows)) == {"unchanged": 1}


async def test_an_area_is_found_by_code_name_address_and_postcode(ground: Ground) -> None:
    places = [{"gebied": "bu0001"}, {"gebied": "Zuid-West"}, {"gebied": "zuid-west"},
              {"gebied": "", "postcode": "1234 ab"}]  # fmt: skip
    await ground.load("organisations", [organisation(at, **p) for at, p in enumerate(places)])
    areas = [(await ground.row(f"Proefclub {at}"))["area_id"] for at in range(4)]
    assert areas == [2, 3, 3, 3]


async def test_an_activity_finds_its_organisation_by_id_or_by_address(settled: Ground) -> None:
    rows = [activity(1), activity(2, organisatie_id="proefclub-1")]
    await settled.load("activities", rows)
    owner = await settled.row("Proefclub 1")
    for title in ("Breien 1", "Breien 2"):
        assert (await settled.row(title))["owner_id"] == owner["id"]


async def test_english_names_and_a_mapping_are_understood(ground: Ground) -> None:
    rows = [{"ID": "1", "Name": "Proefclub", "Neighbourhood": "Noord", "E-mail": "a@proef.example",
             "Onze rubriek": "wandelen"}]  # fmt: skip
    plan = await ground.plan("organisations", rows, mapping={"onze rubriek": "categories"})
    assert summary(plan) == {"new": 1}
    assert plan.changes[0].line.values["categories"] == ["wandelen"]
    assert plan.changes[0].line.values["email"] == "a@proef.example"


@pytest.mark.parametrize(
    ("cells", "mapping", "word"),
    [
        ({"naam": "x"}, {"naam": "bestaat_niet"}, "bestaat_niet"),
        ({"naam": "x", "titel": "y"}, {}, "betekenen hetzelfde"),
        ({"plaats": "x"}, {}, "naam"),
    ],
)
async def test_columns_that_do_not_fit_are_refused(
    ground: Ground, cells: dict[str, str], mapping: dict[str, str], word: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await ground.plan("organisations", [cells], mapping=mapping)
    assert word in str(refused.value)


async def test_two_imports_of_one_file_at_once_make_no_doubles(ground: Ground) -> None:
    rows = [organisation(1), organisation(2)]
    first, second = await ground.plan("organisations", rows), await ground.plan(
        "organisations", rows
    )  # fmt: skip
    await ground.apply(first)
    with pytest.raises(Conflict):
        await ground.apply(second)
    assert await ground.counts() == [2, 2]


async def test_an_edit_between_plan_and_apply_is_not_lost(ground: Ground) -> None:
    await ground.load("organisations", [organisation(1, samenvatting="Oud")])
    plan = await ground.plan("organisations", [organisation(1, samenvatting="Nieuw")])
    await ground.edit("Proefclub 1", summary="Van ons")
    with pytest.raises(Conflict, match="zojuist"):
        await ground.apply(plan)
    assert (await ground.row("Proefclub 1"))["summary"] == "Van ons"


async def test_a_database_that_is_busy_or_gone_is_said_in_a_sentence(ground: Ground) -> None:
    plan = await ground.plan("organisations", [organisation()])
    nowhere = f"sqlite+aiosqlite:////{'weg/' * 3}x.db"
    database = Database(make_engine(nowhere), Content)
    with pytest.raises(Unavailable, match="niets overgenomen"):
        await carry_out(database, plan, Indexer(ground.registry, lambda: ground.vocabulary).reindex)
    await database.close()


async def test_a_moved_activity_takes_its_dates_along(settled: Ground) -> None:
    await settled.load("activities", [activity(1)])
    await settled.load("activities", [activity(1, gebied="Zuid-West")])
    async with settled.database.read() as session:
        areas = set((await session.scalars(Occurrence.__table__.select().with_only_columns(
            Occurrence.__table__.c.area_id))).all())  # fmt: skip
    assert areas == {3}


async def test_a_weekly_series_keeps_its_first_day_when_the_file_comes_again_later(
    settled: Ground,
) -> None:
    await settled.load("activities", [activity(1, wanneer="om de week op dinsdag 10:00")])
    row = await first_date(settled)
    again = [activity(1, wanneer="om de week op dinsdag 10:00", samenvatting="Nieuw")]
    await settled.load("activities", again)
    assert await first_date(settled) == row


async def first_date(ground: Ground) -> date:
    async with ground.database.read() as session:
        columns: Any = Activity.__table__.c
        found = await session.execute(Activity.__table__.select().with_only_columns(
            columns.first_date))  # fmt: skip
        return found.scalar_one()


async def test_what_looks_wrong_but_can_be_taken_is_a_warning(settled: Ground) -> None:
    cells = {"wanneer": "", "dag": "zondag", "datum": "1-1-2030", "van": "10:00"}
    plan = await settled.plan("activities", [activity(1, **cells)])
    assert summary(plan) == {"new": 1}
    assert plan.problems[0].is_warning
    assert await settled.apply(plan) == 1


async def test_names_that_occur_often_get_addresses_of_their_own(ground: Ground) -> None:
    await ground.load("organisations", [organisation(at, naam="Proef") for at in range(5)])
    plan = await ground.plan("organisations", [organisation(at, naam="Proef") for at in (8, 9)])
    await ground.apply(plan)
    assert await ground.counts() == [7, 7]
