"""What the demonstration data promise: counts, coverage, references, invented is invented."""

import csv
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, shape

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "core/demo/data"
TERMS = ROOT / "core/content/data"
Row = dict[str, str]

INVENTED = re.compile(r"^(Proef|Oefen|Voorbeeld|Denkbeeldige |Verzonnen )")
WEEKDAY = "(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
CLOCK = r"\d\d:\d\d-\d\d:\d\d"
WEEKLY = re.compile(rf"^elke {WEEKDAY} {CLOCK}$")
SPARSE = re.compile(
    rf"^(om de week op|elke (\de|laatste|1e en 3e)) {WEEKDAY}( van de maand)? {CLOCK}$"
)
RELATIVE = re.compile(r"^[+-]\d+$")


def read(path: Path, delimiter: str = ",") -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@cache
def organisations() -> list[Row]:
    return read(DEMO / "organisations.csv", ";")


@cache
def activities() -> list[Row]:
    return read(ROOT / "plugins/activities/data/activities.csv", ";")


@cache
def areas() -> dict[str, dict[str, Any]]:
    features = json.loads((DEMO / "areas.geojson").read_text(encoding="utf-8"))["features"]
    return {
        f["properties"]["code"]: {**f["properties"], "shape": shape(f["geometry"])}
        for f in features
    }


def cells(row: Row, column: str) -> list[str]:
    return [value for value in row[column].split("|") if value]


def is_invented(row: Row) -> bool:
    return row["id"].startswith("demo-")


def both() -> list[Row]:
    return [*organisations(), *activities()]


def district(code: str) -> str:
    return code if areas()[code]["kind"] == "district" else str(areas()[code]["parent"])


def test_there_are_200_organisations_and_350_activities() -> None:
    assert (len(organisations()), len(activities())) == (200, 350)


def test_no_id_and_no_title_of_one_organisation_occurs_twice() -> None:
    assert len({row["id"] for row in both()}) == 550
    assert len({row["naam"] for row in organisations()}) == 200
    assert len({(row["organisatie_id"], row["titel"]) for row in activities()}) == 350


def test_the_areas_are_one_municipality_with_its_districts_and_neighbourhoods() -> None:
    kinds = Counter(area["kind"] for area in areas().values())
    assert kinds == {"municipality": 1, "district": 33, "neighbourhood": 145}
    above = {"municipality": None, "district": "municipality", "neighbourhood": "district"}
    for area in areas().values():
        parent = areas().get(area["parent"])
        assert (parent["kind"] if parent else None) == above[area["kind"]]
        assert area["year"] == 2024
        assert area["shape"].is_valid
        assert area["shape"].contains(Point(area["point"]))


def test_the_shares_of_a_postcode_name_known_areas_and_never_exceed_the_whole() -> None:
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in read(DEMO / "area_postcodes.csv"):
        sums[row["pc4"], areas()[row["code"]]["kind"]] += float(row["share"])
    assert len({pc4 for pc4, _ in sums}) == 20
    assert all(0 < share <= 1.01 for share in sums.values())


def test_every_dutch_postcode_area_has_one_point() -> None:
    rows = read(ROOT / "core/neighbourhoods/data/postcodes.csv")
    assert len({row["pc4"] for row in rows}) == len(rows) == 4067
    assert all(3 < float(row["lon"]) < 8 and 50 < float(row["lat"]) < 54 for row in rows)


@pytest.mark.parametrize(
    ("column", "file"),
    [
        ("categorieen", "categories.csv"),
        ("doelgroepen", "audiences.csv"),
        ("toegankelijkheid", "accessibility.csv"),
    ],
)
def test_terms_in_a_row_exist(column: str, file: str) -> None:
    known = {term["slug"] for term in read(TERMS / file)}
    assert {value for row in both() for value in cells(row, column)} <= known


def parents() -> dict[str, str]:
    return {term["slug"]: term["parent"] for term in read(TERMS / "categories.csv")}


def test_every_category_and_sub_category_has_activities() -> None:
    own = {value for row in activities() for value in cells(row, "categorieen")}
    assert own | {parents()[slug] for slug in own} - {""} == set(parents())


def test_a_row_names_its_own_categories_and_not_the_one_above_them() -> None:
    for row in both():
        named = cells(row, "categorieen")
        assert not {parents()[slug] for slug in named} & set(named), row["id"]


def test_the_seven_categories_share_the_activities_about_equally() -> None:
    first = (cells(row, "categorieen")[0] for row in activities())
    shares = Counter(parents()[slug] or slug for slug in first)
    assert len(shares) == 7
    assert min(shares.values()) >= 40


def test_every_district_has_an_organisation_and_activities() -> None:
    districts = {code for code, area in areas().items() if area["kind"] == "district"}
    places = Counter(district(row["gebied"]) for row in activities())
    assert set(places) == districts
    assert min(places.values()) >= 4
    assert districts <= {district(o["gebied"]) for o in organisations() if is_invented(o)}


def test_every_activity_belongs_to_an_invented_organisation() -> None:
    invented = {row["id"] for row in organisations() if is_invented(row)}
    assert {row["organisatie_id"] for row in activities()} == invented


def test_invented_rows_cannot_be_taken_for_real_ones() -> None:
    for row in [*filter(is_invented, organisations()), *activities()]:
        assert row["email"].endswith(".example")
        assert row["website"] == "" or re.fullmatch(r"https://[a-z0-9-]+\.example", row["website"])
        assert row["telefoon"].startswith("033-000 00 ")
        assert row["postcode"].endswith(" QQ")
    assert all(INVENTED.match(row["naam"]) for row in organisations() if is_invented(row))


def test_real_organisations_carry_a_source_and_facts_only() -> None:
    real = [row for row in organisations() if not is_invented(row)]
    assert len(real) >= 100
    for row in real:
        assert row["bron"]
        assert not INVENTED.match(row["naam"])
        assert (
            row["omschrijving"] == row["telefoon"] == row["email"] == row["toegankelijkheid"] == ""
        )
        assert row["gecontroleerd_op"] == "", "nobody confirmed this entry"


def test_points_lie_in_the_neighbourhood_that_the_row_names() -> None:
    for row in both():
        if row["lon"]:
            area = areas()[row["gebied"]]
            assert area["kind"] == "neighbourhood", row["id"]
            assert area["shape"].contains(Point(float(row["lon"]), float(row["lat"]))), row["id"]
        else:
            assert not is_invented(row)
            assert row["gebied"] in areas()


def test_each_activity_is_a_rule_a_date_or_ongoing_in_the_right_shares() -> None:
    shapes: Counter[str] = Counter()
    for row in activities():
        if row["wanneer"] == "doorlopend":
            shapes["ongoing"] += 1
        elif row["wanneer"]:
            shapes["weekly" if WEEKLY.match(row["wanneer"]) else "sparse"] += 1
            assert WEEKLY.match(row["wanneer"]) or SPARSE.match(row["wanneer"]), row["wanneer"]
            assert not row["datum"]
        else:
            shapes["once"] += 1
            assert RELATIVE.match(row["datum"])
            assert row["van"] < row["tot"]
    assert shapes == {"weekly": 158, "sparse": 35, "once": 87, "ongoing": 70}


def test_dates_are_relative_and_some_are_today_and_tomorrow() -> None:
    days = Counter(int(row["datum"]) for row in activities() if row["datum"])
    assert (min(days), max(days)) == (0, 90)
    assert min(days[0], days[1]) >= 2
    for row in both():
        for column in ("vanaf_datum", "tot_datum", "gecontroleerd_op"):
            assert not row.get(column) or RELATIVE.match(row[column])


def test_texts_are_complete() -> None:
    for row in activities():
        assert all(
            row[c] for c in ("samenvatting", "kosten", "aanmelden", "contactpersoon", "locatie")
        )
        assert 2 <= len(re.findall(r"[.?!](?=\s|$)", row["omschrijving"])) <= 8, row["id"]
        assert re.match(r"(de|het) ", row["contactpersoon"]), "a role, never a name"


def test_warm_meals_are_found_near_3813() -> None:
    near = {"De Koppel", "Schothorst-Zuid", "Schothorst-Noord", "Zielhorst"}
    meals = Counter(
        areas()[district(row["gebied"])]["name"]
        for row in activities()
        if {"samen-eten", "warme-maaltijd-aan-huis"} & set(cells(row, "categorieen"))
    )
    assert all(meals[name] >= 2 for name in near)
