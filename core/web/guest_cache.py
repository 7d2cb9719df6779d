"""Answers kept for guests until something that they show changes, ends, or memory is needed."""

import gzip
from collections import OrderedDict
from datetime import datetime
from hashlib import blake2b
from typing import Any

import brotli

from core.db.changes import EVERYTHING
from core.web.asgi import Headers, Message, body_of, header, start_of
from core.web.asked import Key
from core.web.state import Snapshot

COMPRESSIBLE = (
    b"text/",
    b"application/json",
    b"application/ld+json",
    b"application/xml",
    b"application/atom+xml",
    b"application/manifest+json",
    b"image/svg+xml",
)
SMALLEST_COMPRESSED = 256
OVERHEAD = 4_000
"""What an entry takes beside its bodies: keys, headers, objects; measured generously."""


class Variant:
    """An answer in one encoding, ready to be sent."""

    __slots__ = ("body", "etag", "not_modified", "start")

    def __init__(self, headers: Headers, body: bytes, encoding: str, digest: str) -> None:
        ending = "" if encoding == "identity" else f"-{encoding}"
        self.etag = f'"{digest}{ending}"'.encode()
        tagged = [*headers, (b"etag", self.etag)]
        self.not_modified: Message = start_of(
            304, [pair for pair in tagged if pair[0].lower() != b"content-type"]
        )
        if encoding != "identity":
            tagged.append((b"content-encoding", encoding.encode()))
        self.start: Message = start_of(200, [*tagged, (b"content-length", b"%d" % len(body))])
        self.body: Message = body_of(body)


class Entry:
    """A kept answer; encodings are made when somebody asks for them."""

    __slots__ = ("_digest", "_headers", "_plain", "is_page", "size", "stamp", "until", "variants")

    def __init__(
        self, headers: Headers, body: bytes, encoding: str, stamp: Any, until: datetime | None
    ) -> None:
        kind = header(headers, b"content-type") or b""
        self.stamp = stamp
        self.until = until
        self.is_page = kind.startswith(b"text/html")
        self.variants: dict[str, Variant] = {}
        self.size = OVERHEAD
        self._headers = headers
        self._digest = blake2b(body, digest_size=12).hexdigest()
        self._plain = len(body) < SMALLEST_COMPRESSED or not kind.startswith(COMPRESSIBLE)
        self._make(encoding, body)

    def variant(self, encoding: str) -> Variant:
        """Return the answer in an encoding; made the first time from another one."""
        found = self.variants.get(encoding)
        if found is None:
            encoding_there, there = next(iter(self.variants.items()))
            body: bytes = there.body["body"]
            found = self._make(encoding, body if self._plain else expand(body, encoding_there))
        return found

    def _make(self, encoding: str, body: bytes) -> Variant:
        used = "identity" if self._plain else encoding
        packed = compress(body, used)
        made = self.variants[encoding] = Variant(self._headers, packed, used, self._digest)
        self.size += len(packed)
        return made


def compress(body: bytes, encoding: str) -> bytes:
    """Return a body in an encoding, at a quality that costs about a millisecond a page."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=5))
    if encoding == "gzip":
        return gzip.compress(body, 6, mtime=0)
    return body


def expand(body: bytes, encoding: str) -> bytes:
    """Undo ``compress``."""
    if encoding == "br":
        return bytes(brotli.decompress(body))
    return gzip.decompress(body) if encoding == "gzip" else body


class GuestCache:
    """Entries by key, least recently used out when they take more than ``max_bytes``."""

    def __init__(self, max_bytes: int) -> None:
        self._most = max_bytes
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._stamps: dict[int, Any] = {}
        self._generation = 0
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    def stamp(self, site_id: int) -> Any:
        """Return the state of a site's content; take it *before* reading what is kept with it."""
        return self._stamps.get(site_id)

    def follow(self, snapshot: Snapshot) -> None:
        """Take over the change counters: entries of sites whose counters moved are stale."""
        versions = snapshot.versions
        whole = frozenset(versions.items())
        stamps = {}
        for site in snapshot.sites.values():
            scope = site.municipality_id
            part: Any = (versions.get(EVERYTHING, 0), versions.get(scope, 0)) if scope else whole
            stamp = (self._generation, part)
            old = self._stamps.get(site.id)
            stamps[site.id] = old if old == stamp else stamp
        self._stamps = stamps

    def forget(self) -> None:
        """Make every entry stale at once: this process changed something."""
        self._generation += 1
        self._stamps = {id_: (self._generation, part) for id_, (_, part) in self._stamps.items()}

    def get(self, key: Key, at: datetime) -> Entry | None:
        """Return the entry of a key if it is right at this moment."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.stamp is not self._stamps.get(key[0]) or (
            entry.until is not None and at >= entry.until
        ):
            del self._entries[key]
            self.bytes -= entry.size
            return None
        self._entries.move_to_end(key)
        return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry."""
        old = self._entries.pop(key, None)
        self.bytes += entry.size - (old.size if old else 0)
        self._entries[key] = entry
        self._shrink()

    def variant(self, key: Key, entry: Entry, encoding: str) -> Variant:
        """Return an entry in an encoding, counting what a new one takes."""
        found = entry.variants.get(encoding)
        if found is None:
            before = entry.size
            found = entry.variant(encoding)
            if self._entries.get(key) is entry:
                self.bytes += entry.size - before
                self._shrink()
        return found

    def _shrink(self) -> None:
        while self.bytes > self._most and self._entries:
            _, oldest = self._entries.popitem(last=False)
            self.bytes -= oldest.size
