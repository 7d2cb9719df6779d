"""What a request asks, read once from its bytes and remembered: site, language, page, form."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from babel import negotiate_locale

from core.web.locales import LANGUAGES, SOURCE
from core.web.visit import SiteRow

LONGEST_PATH = 2048
LONGEST_QUERY = 8192
MOST_NAMES = 100
MOST_REMEMBERED = 10_000
LONGEST_REMEMBERED = 600
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
LANGUAGE_NAME = "taal"
SECTION_NAME = "sectie"
"""Query name by which a whole page is asked with one lazy section in it: ``<plugin>.<key>``."""

_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::[0-9]{1,5})?")
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Raw(NamedTuple):
    """The bytes of a request that decide which page is asked for, and how it is sent."""

    host: bytes
    path: bytes
    query: bytes
    languages: bytes
    encodings: bytes
    block: bool
    secure: bool


Key = tuple[int, str, str, str, bytes, bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that can be answered; ``query`` is canonical and has known names only."""

    site: SiteRow
    path: str
    query: bytes
    language: str
    language_chosen: bool
    encoding: str
    block: bool
    secure: bool
    key: Key
    """What makes two requests the same page. The host as sent is in it: pages may show it."""


class Refused(Exception):
    """A request that no page can answer; ``link`` is a path that may have been meant."""

    def __init__(self, status: int, message: str, link: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.link = status, message, link


class Reader:
    """Reads requests, and remembers those it read until ``forget``."""

    def __init__(
        self, hosts: Iterable[str], names: Mapping[str, Iterable[str]], sections: Iterable[str] = ()
    ) -> None:
        """``names``: the query names of a page by its path, ``{x}`` standing for any one part.

        ``sections``: the lazy sections for which any page may be asked, as ``<plugin>.<key>``.
        """
        self._sections = frozenset((SECTION_NAME, section) for section in sections)
        self._platform_hosts = LOOPBACK | {host.lower() for host in hosts}
        self._names = [
            (path_pattern(path), frozenset({LANGUAGE_NAME, *known}))
            # A path of words alone goes before one in which a part may be any word.
            for path, known in sorted(names.items(), key=lambda item: item[0].count("{"))
        ]
        self._known: OrderedDict[Raw, Asked] = OrderedDict()

    def forget(self) -> None:
        """Drop what is remembered: the sites may have changed."""
        self._known.clear()

    def read(self, raw: Raw, sites: Mapping[str, SiteRow]) -> Asked:
        """Return what is asked. Raises Refused."""
        found = self._known.get(raw)
        if found is None:
            found = self._read(raw, sites)
            if sum(map(len, raw[:5])) <= LONGEST_REMEMBERED:
                self._known[raw] = found
                if len(self._known) > MOST_REMEMBERED:
                    self._known.popitem(last=False)
        return found

    def _read(self, raw: Raw, sites: Mapping[str, SiteRow]) -> Asked:
        host, site = self._site(raw.host, sites)
        path = read_path(raw.path)
        pairs = read_pairs(raw.query)
        if pairs and (names := self._names_of(path)) is not None:
            pairs = [pair for pair in pairs if pair[0] in names or pair in self._sections]
        query = urlencode(sorted(pairs, key=lambda pair: pair[0])).encode()
        chosen = next((value for name, value in pairs if name == LANGUAGE_NAME), "")
        if chosen and chosen not in LANGUAGES:
            raise Refused(400, f"Deze taal hebben we niet. Kies uit: {', '.join(LANGUAGES)}.", path)
        language = chosen or read_language(raw.languages)
        origin = f"http{'s' if raw.secure else ''}://{host}"
        return Asked(
            site, path, query, language, bool(chosen), read_encoding(raw.encodings), raw.block,
            raw.secure, (site.id, origin, language, path, query, raw.block),
        )  # fmt: skip

    def _names_of(self, path: str) -> frozenset[str] | None:
        """Return the names that a page knows; None for a page that does not say."""
        return next((names for found, names in self._names if found.fullmatch(path)), None)

    def _site(self, host: bytes, sites: Mapping[str, SiteRow]) -> tuple[str, SiteRow]:
        text = host.decode("latin-1").lower()
        found = _HOST.fullmatch(text)
        if found is None:
            raise Refused(421, "Deze site kennen we hier niet.")
        site = sites.get(found[1])
        if site is None:
            if found[1] not in self._platform_hosts:
                raise Refused(421, "Deze site kennen we hier niet.")
            site = sites.get("")
        if site is None:
            raise Refused(503, "Deze site is nog niet ingericht. Kom later terug.")
        return text, site


def read_path(raw: bytes) -> str:
    """Return a path as text. Raises Refused for what no page of ours can have."""
    if len(raw) > LONGEST_PATH:
        raise Refused(400, "Dit adres is te lang.")
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        path = "\0"
    if _BAD_PERCENT.search(raw) or _CONTROL.search(path) or not path.startswith("/"):
        raise Refused(400, "Dit adres klopt niet: er staan tekens in die niet kunnen.")
    if path != "/" and (path.endswith("/") or "//" in path):
        meant = "/" + "/".join(part for part in path.split("/") if part)
        raise Refused(404, "Deze pagina bestaat niet.", meant)
    return path


def read_pairs(raw: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a query. Raises Refused."""
    if not raw:
        return []
    if len(raw) > LONGEST_QUERY:
        raise Refused(400, "De vraag in dit adres is te lang. Begin opnieuw met minder filters.")
    try:
        pairs = parse_qsl(
            raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_NAMES
        )
    except ValueError:
        pairs = [("\0", "")]
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise Refused(400, "De vraag in dit adres klopt niet. Begin opnieuw bij het overzicht.")
    return pairs


def _weighed(raw: bytes) -> list[tuple[str, float]]:
    """Return the choices of an Accept header with their weights, best first."""
    found = []
    for part in raw.decode("latin-1").lower()[:500].split(",")[:30]:
        name, _, rest = part.partition(";")
        weight = re.fullmatch(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", rest) if rest else None
        found.append((name.strip(), float(weight[1]) if weight else 1.0))
    return sorted(found, key=lambda choice: -choice[1])


def read_language(raw: bytes) -> str:
    """Return the language that fits best what a browser prefers; Dutch when none does."""
    wanted = [name for name, weight in _weighed(raw) if weight and re.fullmatch("[a-z-]+", name)]
    return negotiate_locale(wanted, LANGUAGES, sep="-") or SOURCE


def read_encoding(raw: bytes) -> str:
    """Return ``br``, ``gzip`` or ``identity``: the smallest that the other side takes."""
    weights = dict(_weighed(raw))
    return next((name for name in ("br", "gzip") if weights.get(name, 0) > 0), "identity")


def path_pattern(path: str) -> re.Pattern[str]:
    """Return what matches the paths of a route such as ``/buurten/{slug}/activiteiten``."""
    parts = re.split(r"\{[^}]*\}", path)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))


def declared_names(app: Any) -> dict[str, frozenset[str]]:
    """Return the query names by path that handlers of a Litestar application declare.

    A handler does so with ``opt={"query": ("q", "dag")}``; the rest keeps every name.
    """
    return {
        route.path_format: frozenset(handler.opt["query"])
        for route in getattr(app, "routes", ())
        for handler in getattr(route, "route_handlers", ())
        if "query" in handler.opt
    }
