"""Files of official boundaries and postcodes: what is read, and what is refused in a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.cli.areas import read_bytes
from core.db.session import Database
from core.errors import Invalid
from core.neighbourhoods.models import Area
from core.neighbourhoods.official_file import LARGEST, read_official
from core.neighbourhoods.postcode_file import read_postcode_file
from core.neighbourhoods.rd import to_degrees
from tests.core.neighbourhoods.squares import FIRST, area, box, collection

LINE = {"type": "LineString", "coordinates": [[5, 52], [5.1, 52.1]]}
OPEN = {"type": "Polygon", "coordinates": [[[5, 52], [5.1, 52.1], [5, 52]]]}
FLAT = {"type": "Polygon", "coordinates": [[[5, 52], [5.1, 52], [5.2, 52], [5, 52]]]}
WEB = {"type": "Polygon", "coordinates": [[[6e5, 68e5], [7e5, 68e5], [7e5, 69e5], [6e5, 68e5]]]}
TURNED = {"type": "Polygon", "coordinates": [[[52, 5], [52.1, 5], [52.1, 5.1], [52, 5]]]}
WORDS = {"type": "Polygon", "coordinates": [[["5", "52"], ["5", "53"], ["6", "53"], ["5", "52"]]]}
NESTED = {"type": "Polygon", "coordinates": [[[[5, 52]], [[5, 53]], [[6, 53]], [[5, 52]]]]}
MIXED = {"type": "Polygon", "coordinates": [[[155000, 463000], [156000, 463000], [5, 52], [5, 53]]]}


def as_file(*features: Any, **more: Any) -> bytes:
    return json.dumps({**collection(features), **more}).encode()


def one(geometry: Any, code: str = "BU99010100", name: str = "Acht", **about: Any) -> bytes:
    return as_file(area(code, name, geometry, peiljaar=2024, **about))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "leeg"),
        (b" \n", "leeg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "geen GeoJSON"),
        (b"PK\x03\x04" + bytes(500), "geen GeoJSON"),
        (b"pc4;plaats\n3813;Amersfoort\n", "geen GeoJSON"),
        (b"[1, 2]", "geen GeoJSON"),
        (b"null", "geen GeoJSON"),
        (b'{"type": "FeatureCollection", "features": {}}', "geen GeoJSON"),
        (b'{"type": "Topology", "features": []}', "geen GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [', "geen GeoJSON"),
        (b"[" * 200_000, "geen GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "geen GeoJSON"),
        (b'{"features": [], "n": ' + b"9" * 5000 + b"}", "geen GeoJSON"),
        ('{"type": "FeatureCollection"}'.encode("utf-16"), "geen GeoJSON"),
        (as_file(), "geen gebieden"),
        (as_file(None), "Gebied 1 heeft geen eigenschappen"),
        (as_file({"properties": {"code": "BU99010100"}, "geometry": None}), "geen grens"),
        (one(box(0, 0), code="Amersfoort"), "geen code"),
        (one(box(0, 0), code="BU9901010"), "geen code"),
        (one(box(0, 0), name=""), "geen naam"),
        (one(box(0, 0), name="A\0b"), "naam van BU99010100"),
        (one(box(0, 0), name="x" * 300), "naam van BU99010100"),
        (one(LINE), "geen vlak"),
        (one({"type": ["Polygon"], "coordinates": []}), "geen vlak"),
        (one({"type": "Polygon"}), "stuk"),
        (one({"type": "Polygon", "coordinates": []}), "stuk"),
        (one({"type": "Polygon", "coordinates": [[]]}), "stuk"),
        (one({"type": "MultiPolygon", "coordinates": [[[5, 52]]]}), "stuk"),
        (one(OPEN), "stuk"),
        (one(WORDS), "stuk"),
        (one(NESTED), "stuk"),
        (one(MIXED), "stuk"),
        (one(FLAT), "geen oppervlak"),
        (one(WEB), "EPSG:28992"),
        (one(TURNED), "omgedraaid"),
        (as_file(area("BU99010100", "Acht", box(0, 0))), "van welk jaar"),
        (as_file(area("BU99010100", "Acht", box(0, 0), jaar=2020),
                 area("BU99010101", "Beuk", box(1, 0), jaar=2024)), "2020, 2024"),
        (b" " * (LARGEST + 1) + b"x", "groter dan 40 MB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_official(data)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_infinite_and_enormous_coordinates_are_refused() -> None:
    for number in ("1e999", "-1e999", "1e300", "9" * 400, "true", "null"):
        data = one(box(0, 0)).replace(b"5.01", number.encode())
        with pytest.raises(Invalid):
            read_official(data)


@settings(max_examples=200, deadline=None)
@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["type", "properties", "geometry", "code", "coordinates"]),
                      inner, max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_no_document_makes_the_reader_fail_in_another_way(found: Any) -> None:
    for document in (
        found,
        {"type": "FeatureCollection", "features": found},
        collection([found]),
        collection([area("BU99010100", "Acht", {"type": "Polygon", "coordinates": found})]),
        collection([{"properties": found, "geometry": box(0, 0)}]),
    ):
        with pytest.raises(Invalid):
            read_official(json.dumps(document).encode(), year=None)


@pytest.mark.parametrize(
    "about",
    [
        {"code": "BU99010100", "naam": "Acht", "peiljaar": 2024},
        {"buurtcode": "BU99010100", "buurtnaam": "Acht", "wijkcode": "WK990101",
         "gemeentecode": "GM9901", "gemeentenaam": "Proefstad", "jaar": 2024, "water": "NEE"},
        {"BU_CODE": "BU99010100", "BU_NAAM": "Acht", "WK_CODE": "WK990101", "GM_CODE": "GM9901",
         "GM_NAAM": "Proefstad", "JAAR": "2024"},
        {"statcode": "BU99010100 ", "statnaam": " Acht ", "jrstatcode": "2024BU99010100",
         "rubriek": "buurt"},
    ],
)  # fmt: skip
def test_names_of_properties_differ_by_publisher_and_year(about: dict[str, Any]) -> None:
    file = read_official(as_file({"type": "Feature", "properties": about, "geometry": box(0, 0)}))
    [found] = file.areas
    assert (file.year, found.kind, found.code, found.name) == (
        2024, "neighbourhood", "BU99010100", "Acht",
    )  # fmt: skip
    assert (found.parent_code, found.municipality_code) == ("WK990101", "GM9901")


def test_a_district_and_a_municipality_are_told_by_their_codes() -> None:
    file = read_official(
        as_file(
            {"properties": {"wijkcode": "WK990101", "wijknaam": "Wijk 01 Westkant",
                            "gemeentecode": "GM9901", "gemeentenaam": "P"}, "geometry": box(0, 0)},
            {"properties": {"gemeentecode": "GM9901", "gemeentenaam": "P"}, "geometry": box(0, 0)},
            {"properties": {"gemeentecode": "GM9901", "water": "JA"}, "geometry": box(0, 0)},
        ),
        year=2024,
    )  # fmt: skip
    assert [(one.kind, one.name, one.parent_code) for one in file.areas] == [
        ("district", "Westkant", "GM9901"), ("municipality", "P", ""),
    ]  # fmt: skip


def test_pieces_of_one_area_are_joined_and_crossing_borders_repaired() -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[5, 52], [5.02, 52.02], [5.02, 52], [5, 52.02], [5, 52]]],
    }
    file = read_official(
        as_file(
            area("BU99010100", "Acht", box(0, 0)), area("BU99010100", "Acht", box(1, 0)),
            area("BU99010101", "Strik", bow),
        ),
        year=2024,
    )  # fmt: skip
    acht, strik = file.areas
    assert acht.outline.area == pytest.approx(0.0002)
    assert strik.outline.is_valid
    assert strik.outline.area == pytest.approx(0.0002)


@pytest.mark.parametrize(
    ("metres", "degrees"),
    [
        ((155000, 463000), (5.38720621, 52.15517440)),  # Onze-Lieve-Vrouwetoren, Amersfoort
        ((120700.723, 487525.501), (4.88352559, 52.37453253)),  # Westertoren, Amsterdam
        ((233883.131, 582065.167), (6.56820053, 53.21938317)),  # Martinitoren, Groningen
    ],
)
def test_the_national_grid_becomes_degrees_within_a_metre(
    metres: tuple[float, float], degrees: tuple[float, float]
) -> None:
    assert to_degrees(*metres) == pytest.approx(degrees, abs=0.00001)


def test_a_file_in_metres_is_recognised() -> None:
    ring = [
        [155000, 463000],
        [156000, 463000],
        [156000, 464000],
        [155000, 464000],
        [155000, 463000],
    ]
    file = read_official(one({"type": "Polygon", "coordinates": [ring]}))
    assert file.is_rd
    assert file.areas[0].outline.bounds == pytest.approx((5.387, 52.155, 5.402, 52.164), abs=0.001)


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "land.geojson"
    with file.open("wb") as handle:
        handle.truncate(50 * 1024**2)
    with pytest.raises(Invalid, match="groter dan 40 MB"):
        read_bytes(file, LARGEST)


async def test_nothing_of_a_broken_file_is_imported(database: Database, import_year: Any) -> None:
    broken = [*FIRST, area("BU99010199", "Kapot", FLAT)]
    with pytest.raises(Invalid):
        await import_year(broken, 2024)
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Area)) == 0


def test_postcodes_are_read_from_either_kind_of_csv() -> None:
    for text in (
        "pc4,place,municipality,lon,lat\n9901,Proefdorp,Proefstad,5.1,52.1\n",
        "\ufeffPostcode;Woonplaats;Gemeente;Inwoners;Lon;Lat\r\n9901;Proefdorp;Proefstad;3;5.1;52.1\r\n;;;;;\r\n",
    ):
        assert read_postcode_file(text.encode()) == [
            {"pc4": "9901", "place": "Proefdorp", "municipality": "Proefstad", "lon": 5.1,
             "lat": 52.1}
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "leeg"),
        (b"\xff\xfe\x00", "geen CSV"),
        (b"pc4,place\0", "geen CSV"),
        (b"a,b\n1,2\n", "kolommen ontbreken: lat, lon, municipality, pc4, place"),
        (b"pc4,place,municipality,lon,lat\n", "geen postcodes"),
        (b"pc4,place,municipality,lon,lat\n9901 AB,P,P,5,52\n", "Regel 2"),
        (b"pc4,place,municipality,lon,lat\n9901,P,P,oost,52\n", "Regel 2: het punt"),
        (b"pc4,place,municipality,lon,lat\n9901,P,P,nan,52\n", "Regel 2: het punt"),
        (b"pc4,place,municipality,lon,lat\n9901,P,P,155000,463000\n", "Regel 2: het punt"),
        (b"pc4,place,municipality,lon,lat\n9901,P,P,5,52\n9901,P,P,5,52\n", "twee keer"),
        (b"pc4,place,municipality,lon,lat\n9901," + b"P" * 200 + b",P,5,52\n", "te lang"),
        (b'pc4,place,municipality,lon,lat\n9901,"' + b"P" * 200_000 + b'",P,5,52\n', "geen CSV"),
    ],
)
def test_a_wrong_table_of_postcodes_is_refused_in_one_sentence(text: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_postcode_file(text)
    assert sentence in str(refused.value)
