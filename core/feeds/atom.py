"""Atom of a list (RFC 4287): stable ids, ``updated`` and ``rel=self``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, whatever it is written as."""
NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """An entry of a feed; ``id`` is an address that never changes."""

    id: str
    title: str
    summary: str
    url: str
    updated: datetime
    author: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """A list as a feed: its own address and that of the page it mirrors."""

    id: str
    title: str
    self_url: str
    page_url: str
    author: str
    language: str


def atom(feed: AtomFeed, entries: Iterable[AtomEntry], now: datetime) -> bytes:
    """Return the feed as XML; an empty feed was updated ``now``."""
    listed = list(entries)
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _time(max((entry.updated for entry in listed), default=now)))
    SubElement(root, "link", {"rel": "self", "href": feed.self_url, "type": "application/atom+xml"})
    SubElement(root, "link", {"rel": "alternate", "href": feed.page_url, "type": "text/html"})
    _text(SubElement(root, "author"), "name", feed.author)
    for entry in listed:
        found = SubElement(root, "entry")
        _text(found, "id", entry.id)
        _text(found, "title", entry.title)
        _text(found, "updated", _time(entry.updated))
        SubElement(found, "link", {"rel": "alternate", "href": entry.url, "type": "text/html"})
        _text(SubElement(found, "author"), "name", entry.author or feed.author)
        for category in entry.categories:
            SubElement(found, "category", {"term": category})
        _text(found, "summary", entry.summary)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = NOT_XML.sub("", text)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
