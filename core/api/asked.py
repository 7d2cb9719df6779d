"""What a program asks of a list: its query read, with everything that is wrong told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request
from sqlalchemy.ext.asyncio import AsyncSession

from core.api.filters import PAGE, Filter, filters_of
from core.errors import BadQuery, DomainError, NotFound
from core.neighbourhoods import service as areas
from core.web.asked import LANGUAGE_NAME
from core.web.pages import site_url
from core.web.problems import BadRequest
from core.web.query import ListQuery
from core.web.view import View, view_of

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a program; ``values`` has what its query says, by the name of the filter."""

    view: View
    path: str
    """Of the resource, as ``activities``."""
    values: Mapping[str, Any]
    query: ListQuery
    """The same as the lists of pages ask it."""

    @property
    def session(self) -> AsyncSession:
        """The session of the request."""
        return self.view.session

    @property
    def cursor(self) -> str:
        """The key of the page; empty for the first."""
        return str(self.values.get("cursor", ""))

    @property
    def page_size(self) -> int:
        """How many things are on a page."""
        return int(self.values.get("pageSize", PAGE))

    @property
    def modified_after(self) -> datetime | None:
        """Since when things must have changed."""
        found: datetime | None = self.values.get("modifiedAfter")
        return found

    def url(self, id_: str, path: str = "") -> str:
        """Return the address of one thing in the API."""
        return f"{site_url(self.view)}{ROOT}/{path or self.path}/{id_}"

    def page(self, path: str) -> str:
        """Return the address of a page for people."""
        return site_url(self.view) + path


async def read_asked(
    request: Request[Any, Any, Any], db: AsyncSession, path: str, names: tuple[str, ...],
    cursor: str,
) -> Asked:  # fmt: skip
    """Parse the query of a request for a list; raises BadRequest with all that is wrong.

    An area or a postal code that could be but is not there is NotFound.
    """
    view = await view_of(request, db)
    values = _read(request.query_params, filters_of(names, cursor), view)
    return Asked(view, path, values, await _list_query(view, values))


async def nothing_asked(request: Request[Any, Any, Any], db: AsyncSession, path: str) -> Asked:
    """Return what is asked of one thing: nothing more, and a query is refused."""
    return await read_asked(request, db, path, (), "")


def _read(given: Any, filters: Mapping[str, Filter], view: View) -> dict[str, Any]:
    problems, found = [], {}
    for name in dict.fromkeys(given.keys()):
        values = given.getall(name)
        try:
            if name == LANGUAGE_NAME:
                continue
            if name not in filters:
                raise BadQuery("Deze naam kennen we hier niet.", possible=tuple(filters))
            found[name] = _values(filters[name], values, view)
        except BadQuery as refused:
            problems.append(_told(name, refused, view))
    if problems:
        raise BadRequest(problems)
    return found


def _values(one: Filter, values: list[str], view: View) -> Any:
    read = [one.read(value, view.snapshot.vocabulary) for value in values]
    if one.many:
        return tuple(read)
    if len(read) > 1:
        raise BadQuery("Dit kan maar één keer.")
    return read[0]


def _told(name: str, refused: BadQuery, view: View) -> dict[str, Any]:
    text = view.words.gettext(refused.message)
    told: dict[str, Any] = {
        "in": "query", "name": name[:100],
        "detail": text % refused.params if refused.params else text,
    }  # fmt: skip
    return {**told, "possible": list(refused.possible)} if refused.possible else told


async def _list_query(view: View, values: Mapping[str, Any]) -> ListQuery:
    area, point = None, None
    if slug := values.get("area"):
        try:
            area = await areas.by_any_slug(view.session, slug)
        except DomainError:
            raise NotFound("Deze buurt bestaat niet.") from None
    if postcode := values.get("postalCode"):
        point = await view.state.registry.geocoder.locate(view.session, postcode)
        if point is None:
            raise NotFound("Deze postcode kennen we niet.")
    return ListQuery(
        q=values.get("q", "").strip(), categories=values.get("category", ()),
        audiences=values.get("audience", ()), facts=values.get("accessibility", ()),
        area=area, point=point, postcode=values.get("postalCode", ""),
        km=values.get("radius", 2), since=values.get("from"), until=values.get("to"),
        free=values.get("free", False),
    )  # fmt: skip
