"""The files of pictures for browsers: the same for everybody, and for ever."""

from typing import Any

from core.media.files import MEDIA, NAME
from core.protocols import FileStorage
from core.web.asgi import Headers, Scope, Send, body_of, headers_of, send_whole, start_of
from core.web.security_headers import complete, security_headers
from core.web.static import FOR_EVER

POLICY = b"default-src 'none'; frame-ancestors 'none'; sandbox"
"""Opened by itself, a picture is nothing but a picture."""


class Pictures:
    """Answers below ``/media/``."""

    def __init__(self, storage: FileStorage, settings: Any) -> None:
        self._storage, self._settings = storage, settings

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer with a file; nothing else than what we wrote ourselves is ever served."""
        name = scope["path"].removeprefix(MEDIA)
        always = security_headers(None, secure=scope.get("scheme") == "https")
        plain: Headers = [(b"content-type", b"text/plain; charset=utf-8")]
        head = scope["method"] == "HEAD"
        if scope["method"] not in ("GET", "HEAD"):
            refusal = complete([(b"allow", b"GET, HEAD"), *plain], always)
            await send_whole(send, 405, refusal, b"Dat kan hier niet.\n")
            return
        found = await self._storage.read(self._settings, name) if NAME.fullmatch(name) else None
        if found is None:
            await send_whole(send, 404, complete(plain, always), b"Niet gevonden.\n", head=head)
            return
        etag = f'"{name}"'.encode()
        headers: Headers = complete(
            [
                (b"content-type", b"image/webp"), (b"cache-control", FOR_EVER), (b"etag", etag),
                (b"content-security-policy", POLICY),
                (b"cross-origin-resource-policy", b"same-origin"),
            ],
            always,
        )  # fmt: skip
        if etag in headers_of(scope).get(b"if-none-match", b""):
            await send(start_of(304, headers))
            await send(body_of(b""))
            return
        await send_whole(send, 200, headers, found, head=head)
