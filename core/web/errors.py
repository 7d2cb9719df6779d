"""The one map from what went wrong to the answer that a visitor gets."""

import logging
from functools import partial
from html import escape
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.response import Response

from core import errors
from core.db.trouble import is_passing
from core.web.addresses import in_language, with_language
from core.web.problems import MEDIA_TYPE, is_for_programs, problem
from core.web.state import AppState
from core.web.view import NavItem, enabled_plugins
from core.web.visit import SCOPE_KEY, Visit
from core.words import Words

log = logging.getLogger(__name__)

STATUS: dict[type[errors.DomainError], int] = {
    errors.BadQuery: 400,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

TITLES = {
    400: "Dat kunnen we niet vinden",
    403: "Dit mag je niet bekijken",
    404: "Deze pagina bestaat niet",
    405: "Dat kan hier niet",
    409: "Iemand anders was je voor",
    410: "Deze pagina is weg",
    413: "Dit is te groot",
    421: "Deze site kennen we niet",
    422: "Er klopt iets nog niet",
    429: "Even rustig aan",
    500: "Er ging iets mis bij ons",
    503: "Het lukt nu even niet",
}

MESSAGES = {
    400: "De vraag in het adres klopt niet. Begin opnieuw bij het overzicht.",
    403: "Log in met een account dat dit mag, of vraag het de beheerder.",
    404: "Misschien is het adres verkeerd overgenomen. Zoek wat je nodig hebt, of begin opnieuw.",
    405: "Ga terug naar de vorige pagina en probeer het daar.",
    410: "Wat hier stond, wordt niet meer getoond. Bekijk wat er nu te doen is.",
    413: "Wat je stuurde is groter dan hier kan.",
    422: "Kijk na wat je hebt ingevuld.",
    429: "Je vraagt erg veel pagina's achter elkaar. Wacht een minuut en probeer het opnieuw.",
    500: "Het ligt niet aan jou. Probeer het straks nog een keer.",
    503: "De site is heel druk. Probeer het over een paar tellen nog een keer.",
}


def status_of(error: Exception) -> int:
    """Return the status that fits an exception; 500 for what nobody foresaw."""
    for kind, status in STATUS.items():
        if isinstance(error, kind):
            return status
    if isinstance(error, HTTPException):
        return error.status_code
    return 503 if is_passing(error) else 500


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer an exception with the page that helps."""
    if isinstance(error, errors.Moved):
        query = request.scope.get("query_string", b"").decode("latin-1")
        target = quote(error.location) + (f"?{query}" if query else "")
        return Response(b"", status_code=301, headers={"Location": target})
    if isinstance(error, errors.LoginNeeded):
        return Response(b"", status_code=303, headers={"Location": error.location})
    status = status_of(error)
    if status >= 500 and not isinstance(error, errors.DomainError):
        log.error("Request for %s failed", request.url.path, exc_info=error)
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, errors.TooMany):
        headers["Retry-After"] = str(error.retry_after)
    if status == 503:
        headers["Retry-After"] = "2"
    if is_for_programs(request.url.path):
        told = problem(status, *_told(request, status, error), getattr(error, "problems", ()))
        return Response(told, status_code=status, media_type=MEDIA_TYPE, headers=headers)
    html = error_page(request, status, error)
    return Response(html.encode(), status_code=status, media_type=MediaType.HTML, headers=headers)


def error_page(request: Request[Any, Any, Any], status: int, error: Exception) -> str:
    """Return the page for an error; needs no database."""
    state: AppState = request.app.state.core
    visit: Visit | None = request.scope.get(SCOPE_KEY)  # type: ignore[assignment]
    language = visit.language if visit else "nl"
    templates = state.extra["templates"]
    words = templates.words[language]
    title, message = _told(request, status, error)
    frame = _frame(request, state, visit, words)
    href = frame["href"]
    context = {
        **frame,
        "status": status,
        "title": title,
        "message": message,
        "possible": getattr(error, "possible", ()),
        "suggestions": [
            *(NavItem(name, href(path), "", False) for name, path in getattr(error, "instead", ())),
            *frame["nav"],
        ],
    }
    return str(templates.render(language, "error.html", context))


def _told(request: Request[Any, Any, Any], status: int, error: Exception) -> tuple[str, str]:
    """Return what is wrong, in a few words and in a sentence."""
    state: AppState = request.app.state.core
    visit: Visit | None = request.scope.get(SCOPE_KEY)  # type: ignore[assignment]
    words = state.extra["templates"].words[visit.language if visit else "nl"]
    usual = 404 if status < 500 else 500
    title = words.gettext(TITLES.get(status, TITLES[usual]))
    if not isinstance(error, errors.DomainError):
        return title, words.gettext(MESSAGES.get(status, MESSAGES[usual]))
    message = words.gettext(error.message)
    return title, message % error.params if error.params else message


def _frame(
    request: Request[Any, Any, Any], state: AppState, visit: Visit | None, words: Words
) -> dict[str, Any]:
    """Return what the frame of a page needs, without the database."""
    on = enabled_plugins(state.snapshot, visit.site) if visit else state.snapshot.enabled
    keeps = visit is not None and visit.language_chosen
    account = visit.account if visit else None

    def href(path: str) -> str:
        return with_language(path, words.language) if keeps else path

    return {
        "site": visit.site if visit else None,
        "nav": [
            NavItem(words.gettext(item.label), href(item.path), item.icon, False)
            for item in (owned.item for owned in state.registry.navigation if owned.plugin in on)
        ],
        "account": account,
        "csrf": account.csrf if account else "",
        "lang": words.language,
        "href": href,
        "in_language": partial(in_language, request.url.path, ()),
        "base": "",
        "request_path": request.url.path,
        "request_url": str(request.url),
        "now_year": "",
    }


def plain_page(status: int, message: str = "", link: str = "") -> bytes:
    """Return a page that needs no template, site or database; ``link`` is a path to go on with."""
    title = TITLES.get(status, TITLES[404 if status < 500 else 500])
    text = message or MESSAGES.get(status, MESSAGES[404 if status < 500 else 500])
    onward = (
        f'<p><a href="{escape(link, quote=True)}">Ga naar {escape(link)}</a></p>' if link else ""
    )
    home = "" if status == 421 else '<p><a href="/">Naar het begin</a></p>'
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1>"
        f"<p>{escape(text)}</p>{onward}{home}</main></body></html>\n"
    ).encode()
