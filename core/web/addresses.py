"""Addresses within this site: those that visitors hand us, and a page in another language."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

LONGEST = 1000


def local_path(text: str, default: str) -> str:
    """Return ``text`` if it is a path with query on this site, else ``default``.

    Browsers read ``//x``, ``/\\x`` and a slash behind a control character as another host.
    """
    if not text.startswith("/") or len(text) > LONGEST or "\\" in text or not text.isprintable():
        return default
    try:
        parts = urlsplit(text)
    except ValueError:
        return default
    if parts.scheme or parts.netloc or text.startswith("//"):
        return default
    return quote(text, safe="/?&=%:@+,;!$'()*~#[]")


def with_language(path: str, language: str) -> str:
    """Return a path, which may have a query, with ``taal`` added."""
    parts = urlsplit(path)
    query = "&".join(part for part in (parts.query, f"taal={language}") if part)
    return f"{parts.path}?{query}" + (f"#{parts.fragment}" if parts.fragment else "")


def in_language(path: str, pairs: Iterable[tuple[str, str]], language: str) -> str:
    """Return the address of a page as asked, in another language."""
    kept = [pair for pair in pairs if pair[0] != "taal"]
    return f"{quote(path)}?{urlencode([*kept, ('taal', language)])}"
