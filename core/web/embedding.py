"""Lists on somebody else's site: the small page for a frame, and the line that shows it there."""

from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.response import Response

from core.content.cards import Card
from core.web.pages import site_url
from core.web.query import ListQuery
from core.web.security_headers import content_policy
from core.web.templating import page
from core.web.view import View

EMBED, HELP = "embed", "insluiten"
"""Last part of the address of a list in a frame, and of the page that says how to show it."""
SHOWN = 8
HEIGHT = 700
"""Pixels of a frame that nobody resizes."""


def embed_paths(query: ListQuery, path: str) -> dict[str, str]:
    """Return the addresses of a list as filtered: itself, in a frame, and how to show it."""
    return {
        "list": query.path(path),
        "embed": query.path(f"{path}/{EMBED}"),
        "help": query.path(f"{path}/{HELP}"),
    }


def oembed_url(view: View, list_path: str) -> str:
    """Return where oEmbed tells of a list."""
    return f"{site_url(view)}/oembed?url={quote(site_url(view) + list_path, safe='')}"


def frame_line(url: str, title: str, width: str = "100%", height: int = HEIGHT) -> str:
    """Return the HTML of a frame that shows a list."""
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" loading="lazy"></iframe>'
    )


def embed_page(
    view: View, request: Request[Any, Any, Any], title: str, paths: dict[str, str],
    *, groups: Sequence[Any] = (), cards: Sequence[Card] = (),
) -> Response[bytes]:  # fmt: skip
    """Answer a list as a page for a frame on any site; its links open our own pages."""
    answer = page(
        view, request, "embed/list.html", title=title, groups=groups, cards=cards,
        list_path=view.href(paths["list"]),
    )  # fmt: skip
    # Nothing on this page changes anything, so nobody gains by drawing something over it.
    policy = content_policy(None, ancestors="*")
    answer.headers["Content-Security-Policy"] = policy
    return answer


def help_page(
    view: View, request: Request[Any, Any, Any], title: str, paths: dict[str, str]
) -> Response[bytes]:
    """Answer with the line to paste, and what it shows."""
    base, embed = site_url(view), view.href(paths["embed"])
    script = f'<script src="{base}/embed.js" data-lijst="{escape(embed)}" async></script>'
    return page(
        view, request, "embed/help.html", title=title, embed_path=embed,
        list_path=view.href(paths["list"]), script_line=script,
        frame_line=frame_line(base + embed, title), oembed_url=oembed_url(view, paths["list"]),
    )  # fmt: skip
