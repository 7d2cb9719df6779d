"""Addresses for machines: health, sitemap, robots and where to report a leak."""

from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from litestar import Request
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.listing import newest
from core.web.pages import kept, site_url
from core.web.routing import page_route
from core.web.view import view_of

VALID = timedelta(days=180)
"""How long the way to report a leak holds; RFC 9116 advises less than a year."""
MOST = 45_000
"""A sitemap may hold 50,000 addresses."""


@page_route("/healthz")
async def alive(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Say that the process answers."""
    return Response(b"ok", media_type="text/plain")


@page_route("/readyz")
async def ready(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say that the database answers too."""
    await db.execute(text("select 1"))
    return Response(b"ok", media_type="text/plain")


@page_route("/robots.txt")
async def robots(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Tell robots where the sitemap is; a demonstration is not to be found."""
    view = await view_of(request, db)
    rule = "Disallow: /" if view.visit.site.is_demo else "Disallow: /beheer\nDisallow: /mijn"
    body = f"User-agent: *\n{rule}\nSitemap: {site_url(view)}/sitemap.xml\n"
    return kept(request, body.encode(), "text/plain; charset=utf-8")


@page_route("/sitemap.xml")
async def sitemap(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """List the lists and the newest entries of the site."""
    view = await view_of(request, db)
    base = site_url(view)
    root = Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    fixed = ["/", "/buurten", "/toegankelijkheid", "/privacy"]
    for path in [*fixed, *(kind.path for kind in view.kinds.values())]:
        SubElement(SubElement(root, "url"), "loc").text = base + path
    for row in await newest(db, view.area.id, MOST):
        found = SubElement(root, "url")
        SubElement(found, "loc").text = f"{base}{view.kinds[row.kind].path}/{row.slug}"
        SubElement(found, "lastmod").text = f"{row.updated_at:%Y-%m-%d}"
    return kept(request, tostring(root, encoding="utf-8"), "application/xml; charset=utf-8")


@page_route("/.well-known/security.txt")
async def security(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say whom to tell of a leak (RFC 9116)."""
    view = await view_of(request, db)
    email = view.snapshot.stored.get("core.contact_email", "")
    contact = f"mailto:{email}" if email else f"{site_url(view)}/toegankelijkheid"
    expires = view.now + VALID
    view.visit.expires(view.now + timedelta(days=1))
    body = (
        f"Contact: {contact}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\nPreferred-Languages: nl, en\n"
    )
    return kept(request, body.encode(), "text/plain; charset=utf-8")


handlers = (alive, ready, robots, sitemap, security)
