"""Pages: one template each, of which a named block can be sent alone to htmx."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2_fragments import render_block
from litestar import Request
from litestar.enums import MediaType
from litestar.response import Response
from markupsafe import Markup

from core.registry import Registry
from core.settings import Settings
from core.web.addresses import in_language
from core.web.asked import SECTION_NAME
from core.web.locales import LANGUAGES, load_words
from core.web.view import View
from core.web.visit import visit_of
from core.words import Words

CORE = Path(__file__).resolve().parent.parent


class Templates:
    """The template environments, one per language; macros of core are the global ``ui``."""

    def __init__(self, settings: Settings, registry: Registry, asset: Callable[[str], str]) -> None:
        loader = template_loader(settings, registry)
        folders = [loaded.folder for loaded in registry.plugins]
        self.words = {language: load_words(language, folders) for language in LANGUAGES}
        self._environments = {
            language: _environment(loader, words, asset) for language, words in self.words.items()
        }

    def render(self, language: str, template: str, context: Mapping[str, Any]) -> Markup:
        """Return a whole template."""
        found = self._environments[language].get_template(template)
        return Markup(found.render(context))  # noqa: S704 - the template has escaped its values

    def render_block(
        self, language: str, template: str, block: str, context: Mapping[str, Any]
    ) -> str:
        """Return one block of a template."""
        return str(render_block(self._environments[language], template, block, context))


def template_loader(settings: Settings, registry: Registry) -> BaseLoader:
    """Return where templates are: the owner's folder first, then core's and the plugins'."""
    plugins: dict[str, BaseLoader] = {
        loaded.info.name: FileSystemLoader(loaded.folder / "templates")
        for loaded in registry.plugins
        if loaded.info.name != "core"
    }
    loaders: list[BaseLoader] = [PrefixLoader(plugins), FileSystemLoader(CORE / "templates")]
    if settings.templates_dir:
        loaders.insert(0, FileSystemLoader(settings.templates_dir))
    return ChoiceLoader(loaders)


def _environment(loader: BaseLoader, words: Words, asset: Callable[[str], str]) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True
    )
    environment.globals["asset"] = asset
    environment.globals["words"] = words
    environment.filters["json_ld"] = json_ld
    environment.globals["ui"] = environment.get_template("ui.html").module
    return environment


def json_ld(value: Any) -> Markup:
    """Return JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - what could end the element is escaped


def wants_block(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asks for a block: not a boosted link, nor the history or a lazy section."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and headers.get("hx-boosted") != "true"
        and headers.get("hx-history-restore-request") != "true"
        and SECTION_NAME not in request.query_params
    )


def page(
    view: View,
    request: Request[Any, Any, Any],
    template: str,
    *,
    block: str | None = None,
    status: int = 200,
    keep: bool = True,
    **context: Any,
) -> Response[bytes]:
    """Answer with a template, or with one ``block`` of it where htmx asks for a part.

    ``keep`` lets guests be served the same bytes again until something changes.
    """
    templates: Templates = view.state.extra["templates"]
    values = {**common(view, request), "is_part": False, **context}
    language = view.visit.language
    if block and wants_block(request):
        html = templates.render_block(language, template, block, {**values, "is_part": True})
    else:
        html = str(templates.render(language, template, values))
    if keep and status == 200 and request.method == "GET":
        visit_of(request.scope).keep_for_guests()
    return Response(html.encode(), status_code=status, media_type=MediaType.HTML)


def common(view: View, request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return what every page's template knows."""
    visit = view.visit
    return {
        "site": view.site_view,
        "nav": view.navigation(request.url.path),
        "account": visit.account,
        "csrf": visit.account.csrf if visit.account else "",
        "lang": visit.language,
        "href": view.href,
        "in_language": partial(in_language, request.url.path, request.query_params.multi_items()),
        "base": view.base,
        "request_path": request.url.path,
        "request_url": str(request.url),
        "now_year": view.today.year,
    }
