"""Static files from memory: core's built parts with hashed names, and plugins' plain files."""

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from core.registry import Registry
from core.web.asgi import Headers, Scope, Send, body_of, headers_of, send_whole, start_of
from core.web.asked import read_encoding
from core.web.guest_cache import compress
from core.web.security_headers import complete, security_headers

DIST = Path(__file__).resolve().parents[1] / "static" / "dist"
PRINT_FONTS = DIST / "print"
"""Folder of the font for paper; it is not served."""
PREFIX = "/static/"
FOR_EVER = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"public, no-cache"
TEXT = "; charset=utf-8"
KINDS = {
    ".css": "text/css" + TEXT, ".js": "text/javascript" + TEXT, ".svg": "image/svg+xml",
    ".json": "application/json", ".webmanifest": "application/manifest+json",
    ".txt": "text/plain" + TEXT, ".woff2": "font/woff2", ".png": "image/png",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif",
    ".ico": "image/x-icon", ".geojson": "application/geo+json",
}  # fmt: skip
"""What may be served; files of other kinds are not."""
COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest", ".txt", ".geojson"}
ENDINGS = {"br": ".br", "gzip": ".gz"}


class File:
    """A file in every encoding that makes it smaller."""

    __slots__ = ("bodies", "headers")

    def __init__(self, path: Path, *, for_ever: bool) -> None:
        body = path.read_bytes()
        self.bodies = {"identity": body}
        if path.suffix in COMPRESSED:
            for encoding, ending in ENDINGS.items():
                built = path.with_name(path.name + ending)
                packed = built.read_bytes() if built.is_file() else compress(body, encoding)
                if len(packed) < len(body):
                    self.bodies[encoding] = packed
        self.headers: Headers = [
            (b"content-type", KINDS[path.suffix].encode()),
            (b"cache-control", FOR_EVER if for_ever else ASK_AGAIN),
            (b"vary", b"Accept-Encoding"),
            (b"etag", f'"{digest(body)}"'.encode()),
        ]


class Assets:
    """Every static file of a process, by path below ``/static/``; read once, at start."""

    def __init__(self, registry: Registry, dist: Path = DIST) -> None:
        self._files = {name: File(path, for_ever=True) for name, path in files_in(dist)}
        manifest = dist / "manifest.json"
        names: dict[str, str] = json.loads(manifest.read_text()) if manifest.is_file() else {}
        self._files.pop("manifest.json", None)
        self._urls = {name: PREFIX + hashed for name, hashed in names.items()}
        for loaded in registry.plugins:
            if loaded.info.name != "core":
                self._add_plugin(loaded.info.name, loaded.folder / "static")

    def _add_plugin(self, plugin: str, folder: Path) -> None:
        for name, path in files_in(folder):
            file = File(path, for_ever=False)
            self._files[f"{plugin}/{name}"] = file
            # The hash makes a changed file another address, though browsers ask anyway.
            version = digest(file.bodies["identity"])
            self._urls[f"{plugin}/{name}"] = f"{PREFIX}{plugin}/{name}?v={version}"

    def url(self, name: str) -> str:
        """Return the address of ``app.css`` or of a plugin's ``<plugin>/map.js``."""
        return self._urls.get(name, PREFIX + name)

    def body(self, name: str) -> bytes:
        """Return the bytes of a file of core, for an address that never changes."""
        return self._files[self.url(name).removeprefix(PREFIX)].bodies["identity"]

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer a request below ``/static/``."""
        file = self._files.get(scope["path"].removeprefix(PREFIX))
        always = security_headers(None, secure=scope.get("scheme") == "https")
        head = scope["method"] == "HEAD"
        plain: Headers = [(b"content-type", b"text/plain; charset=utf-8")]
        if file is None:
            await send_whole(send, 404, complete(plain, always), b"Niet gevonden.\n", head=head)
            return
        if scope["method"] not in ("GET", "HEAD"):
            refusal = complete([(b"allow", b"GET, HEAD"), *plain], always)
            await send_whole(send, 405, refusal, b"Dat kan hier niet.\n")
            return
        await self._send(file, scope, send, always, head=head)

    async def _send(
        self, file: File, scope: Scope, send: Send, always: Headers, *, head: bool
    ) -> None:
        asked = headers_of(scope)
        encoding = read_encoding(asked.get(b"accept-encoding", b""))
        encoding = encoding if encoding in file.bodies else "identity"
        headers = complete(file.headers, always)
        if encoding != "identity":
            headers.append((b"content-encoding", encoding.encode()))
            tag = dict(file.headers)[b"etag"][:-1] + b"-" + encoding.encode() + b'"'
            headers = [(name, tag if name == b"etag" else value) for name, value in headers]
        if dict(headers)[b"etag"] in asked.get(b"if-none-match", b""):
            await send(start_of(304, [pair for pair in headers if pair[0] != b"content-type"]))
            await send(body_of(b""))
            return
        await send_whole(send, 200, headers, file.bodies[encoding], head=head)


def digest(body: bytes) -> str:
    """Return a short name for these bytes."""
    return blake2b(body, digest_size=8).hexdigest()


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files that may be served, by their path below a folder."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and path.suffix in KINDS and not hidden:
            yield path.relative_to(folder).as_posix(), path
