"""Reading a file of official boundaries: GeoJSON as CBS and PDOK publish it, of any year."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from core.errors import Invalid
from core.neighbourhoods.geometry import Outline, to_outline, union
from core.neighbourhoods.official_coordinates import Coordinates

LARGEST = 40 * 1024 * 1024
"""Bytes; a whole country in detail is more, a municipality is about one."""
MOST_AREAS = 20_000
YEARS = range(1990, 2100)

KIND_OF = {"GM": "municipality", "WK": "district", "BU": "neighbourhood"}
CODE = re.compile(r"(GM\d{4}|WK\d{6}|BU\d{8})", re.ASCII)
ANY_CODE = (
    "buurtcode", "bu_code", "statcode", "code", "wijkcode", "wk_code", "gemeentecode", "gm_code",
)  # fmt: skip
"""The own code of a record; a neighbourhood also names its district and municipality."""
MUNICIPALITY_CODE = ("gemeentecode", "gm_code", "gemeente")
NAMES = {
    "municipality": ("gemeentenaam", "gm_naam", "statnaam", "naam", "name"),
    "district": ("wijknaam", "wk_naam", "statnaam", "naam", "name"),
    "neighbourhood": ("buurtnaam", "bu_naam", "statnaam", "naam", "name"),
}
PARENTS = {
    "municipality": (),
    "district": (*MUNICIPALITY_CODE, "parent"),
    "neighbourhood": ("wijkcode", "wk_code", "wijk", "parent"),
}
YEAR = ("jaar", "peiljaar", "year", "statjaar", "jrstatcode")
WATER = ("ja", "b")
"""Records of CBS that are only water, or abroad."""

NO_GEOJSON = "Dit bestand is geen GeoJSON. Kies het GeoJSON-bestand van CBS of PDOK."


@dataclass(frozen=True, slots=True)
class OfficialArea:
    """An area as a file gives it."""

    kind: str
    code: str
    name: str
    parent_code: str
    municipality_code: str
    municipality_name: str
    outline: Outline


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """What was read: the areas of one year."""

    year: int
    areas: tuple[OfficialArea, ...]
    is_rd: bool
    """Whether coordinates were metres of the national grid, and have been converted."""


def read_official(data: bytes, *, year: int | None = None) -> OfficialFile:
    """Read a GeoJSON file; ``year`` wins over what the file says.

    Raises Invalid with one sentence for whatever cannot be used.
    """
    features = _features(data)
    coordinates = Coordinates()
    found: dict[str, list[OfficialArea]] = {}
    years = set()
    for number, feature in enumerate(features, 1):
        about = _properties(feature, number)
        if str(about.get("water", "")).strip().lower() in WATER:
            continue
        area = _read_area(feature, about, number, coordinates)
        found.setdefault(area.code, []).append(area)
        years.add(year or _year(about, number))
    if not found:
        raise Invalid("Dit bestand heeft geen gebieden.")
    if len(years) > 1:
        raise Invalid(
            "Dit bestand heeft gebieden van verschillende jaren (%(years)s). "
            "Zeg met --year welk jaar telt.",
            years=", ".join(map(str, sorted(years))),
        )
    return OfficialFile(years.pop(), tuple(map(_joined, found.values())), coordinates.is_rd)


def _features(data: bytes) -> list[Any]:
    if not data.strip():
        raise Invalid("Dit bestand is leeg.")
    if len(data) > LARGEST:
        raise Invalid(
            "Dit bestand is groter dan %(most)s MB. Neem alleen de gemeente die je nodig hebt.",
            most=LARGEST // 1024**2,
        )
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Invalid(NO_GEOJSON) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise Invalid(NO_GEOJSON)
    if len(features) > MOST_AREAS:
        raise Invalid("Dit bestand heeft meer dan %(most)s gebieden.", most=MOST_AREAS)
    return features


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _properties(feature: Any, number: int) -> dict[str, Any]:
    about = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(about, Mapping) or not isinstance(feature.get("geometry"), Mapping):
        raise Invalid("Gebied %(number)s heeft geen eigenschappen of geen grens.", number=number)
    return {str(key).lower(): value for key, value in about.items()}


def _read_area(
    feature: Mapping[str, Any], about: Mapping[str, Any], number: int, coordinates: Coordinates
) -> OfficialArea:
    code = _first_code(about, ANY_CODE)
    if code is None:
        raise Invalid(
            "Gebied %(number)s heeft geen code van CBS, zoals WK030701 of BU03070100.",
            number=number,
        )
    kind = KIND_OF[code[:2]]
    outline = to_outline(coordinates.read(feature["geometry"], code))
    if outline is None:
        raise Invalid("De grens van %(area)s heeft geen oppervlak.", area=code)
    municipality = _first_code(about, MUNICIPALITY_CODE, "GM") or f"GM{code[2:6]}"
    derived = {"neighbourhood": f"WK{code[2:8]}", "district": municipality, "municipality": ""}
    level = {"neighbourhood": "WK", "district": "GM", "municipality": "-"}[kind]
    return OfficialArea(
        kind=kind,
        code=code,
        name=_name(about, NAMES[kind], code),
        parent_code=_first_code(about, PARENTS[kind], level) or derived[kind],
        municipality_code=code if kind == "municipality" else municipality,
        municipality_name=str(about.get("gemeentenaam") or about.get("gm_naam") or "").strip(),
        outline=outline,
    )


def _first_code(about: Mapping[str, Any], names: tuple[str, ...], start: str = "") -> str | None:
    for name in names:
        value = about.get(name)
        code = value.strip().upper() if isinstance(value, str) else ""
        if CODE.fullmatch(code) and code.startswith(start):
            return code
    return None


def _name(about: Mapping[str, Any], names: tuple[str, ...], code: str) -> str:
    for key in names:
        value = about.get(key)
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if not text:
            continue
        if len(text) > 200 or not text.isprintable():
            raise Invalid("De naam van %(area)s kan niet goed zijn.", area=code)
        # CBS writes "Wijk 06 De Koppel" in some years, and nobody says so.
        return re.sub(r"^Wijk \d\d (?=\S)", "", text)
    raise Invalid("Gebied %(area)s heeft geen naam.", area=code)


def _year(about: Mapping[str, Any], number: int) -> int:
    for key in YEAR:
        found = re.match(r"\d{4}", str(about.get(key) or ""), re.ASCII)
        if found and int(found[0]) in YEARS:
            return int(found[0])
    raise Invalid(
        "Gebied %(number)s zegt niet van welk jaar het is. Geef het jaar met --year.",
        number=number,
    )


def _joined(parts: list[OfficialArea]) -> OfficialArea:
    """Join the records of one code: some years give an area in several pieces."""
    if len(parts) == 1:
        return parts[0]
    return replace(parts[0], outline=union([part.outline for part in parts]))
