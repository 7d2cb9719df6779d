"""Static files: from memory, packed, kept for ever when their name says what is in them."""

import gzip
import json
from pathlib import Path
from types import ModuleType

import brotli
import pytest

from core.loading import build_registry
from core.web.static import Assets
from tests.core.web.edge_world import Answer, ask

CSS = b"body{color:#123}" * 50


def plugin_in(folder: Path) -> ModuleType:
    """Write a plugin with static files and return its module."""
    (folder / "static").mkdir(parents=True)
    (folder / "static" / "map.js").write_bytes(b"//kaart\n" * 100)
    (folder / "static" / "secret.py").write_text("x = 1")
    (folder / "static" / ".hidden.css").write_text("x")
    file = folder / "plugin.py"
    file.write_text(
        "from core.declarations import PluginInfo\nfrom hooks import hookimpl\n"
        "@hookimpl\ndef register_plugin():\n"
        "    return PluginInfo('proef', 'Proef', 'Proef.', '1', prefix='proef')\n"
    )
    module = ModuleType("proef")
    module.__file__ = str(file)
    exec(compile(file.read_text(), str(file), "exec"), module.__dict__)
    return module


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "app-1234.css").write_bytes(CSS)
    (dist / "app-1234.css.br").write_bytes(brotli.compress(CSS))
    (dist / "photo-1.png").write_bytes(b"\x89PNG")
    (dist / "manifest.json").write_text(json.dumps({"app.css": "app-1234.css"}))
    registry = build_registry(only=[], extra={"proef": plugin_in(tmp_path / "proef")})
    return Assets(registry, dist)


async def get(assets: Assets, path: str, method: str = "GET", **headers: str) -> Answer:
    async def app(scope: object, _receive: object, send: object) -> None:
        await assets(scope, send)  # type: ignore[arg-type]

    return await ask(app, path.encode(), method, headers)


async def test_a_built_file_is_kept_for_ever_and_sent_packed(assets: Assets) -> None:
    assert assets.url("app.css") == "/static/app-1234.css"
    plain = await get(assets, "/static/app-1234.css")
    assert plain.body == CSS
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["content-type"] == "text/css; charset=utf-8"
    assert plain.headers["x-content-type-options"] == "nosniff"
    packed = await get(assets, "/static/app-1234.css", accept_encoding="gzip, br")
    assert (packed.headers["content-encoding"], brotli.decompress(packed.body)) == ("br", CSS)
    zipped = await get(assets, "/static/app-1234.css", accept_encoding="gzip")
    assert gzip.decompress(zipped.body) == CSS
    assert len({answer.headers["etag"] for answer in (plain, packed, zipped)}) == 3


async def test_a_plugins_file_is_asked_about_each_time(assets: Assets) -> None:
    url = assets.url("proef/map.js")
    assert url.startswith("/static/proef/map.js?v=")
    first = await get(assets, url)
    assert (first.status, first.headers["cache-control"]) == (200, "public, no-cache")
    again = await get(assets, url, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


async def test_head_and_other_methods(assets: Assets) -> None:
    head = await get(assets, "/static/photo-1.png", "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", "4")
    refused = await get(assets, "/static/photo-1.png", "POST")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/static/", "/static/weg.css", "/static/manifest.json", "/static/app-1234.css.br",
        "/static/proef/secret.py", "/static/proef/.hidden.css", "/static/proef/../plugin.py",
        "/static/..%2f..%2fetc/passwd", "/static//etc/passwd", "/static/proef/../../dist/photo.png",
    ],
)  # fmt: skip
async def test_nothing_else_is_served(assets: Assets, path: str) -> None:
    answer = await get(assets, path)
    assert answer.status == 404
    assert "content-security-policy" in answer.headers


def test_an_unknown_name_gets_an_address_that_breaks_no_page(assets: Assets) -> None:
    assert assets.url("theme-weg.css") == "/static/theme-weg.css"
