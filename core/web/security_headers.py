"""The headers that every answer carries, whoever made it; what a page says itself stands."""

from urllib.parse import urlsplit

from core.web.asgi import Headers

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
VARY = (
    b"Accept-Encoding, Accept-Language, HX-Request, HX-Boosted, HX-History-Restore-Request, Cookie"
)
# A browser may keep a page and asks each time whether it still holds (ETag, 304); no cache
# between may, since language and login decide what is on it.
KEPT = b"private, no-cache"
NOT_KEPT = b"no-store"


def tile_origin(tile_url: str | None) -> str:
    """Return the origin of map tiles as a CSP source; empty without a server of tiles."""
    if not tile_url:
        return ""
    parts = urlsplit(tile_url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def content_policy(tile_url: str | None, ancestors: str = "'none'") -> str:
    """Return the content security policy of a page; ``ancestors`` may show it in a frame."""
    images = " ".join(part for part in ("'self'", "data:", tile_origin(tile_url)) if part)
    return (
        f"default-src 'self'; img-src {images}; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {ancestors}"
    )


def security_headers(tile_url: str | None, *, secure: bool) -> Headers:
    """Return the headers of every answer; ``secure`` when it travels over https."""
    headers = [
        (b"content-security-policy", content_policy(tile_url).encode("ascii", "ignore")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", PERMISSIONS.encode()),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
    if secure:
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    return headers


def complete(own: Headers, always: Headers) -> Headers:
    """Return a page's own headers with those of ``always`` that it does not give itself."""
    named = {name.lower() for name, _ in own}
    return [*own, *((name, value) for name, value in always if name not in named)]
