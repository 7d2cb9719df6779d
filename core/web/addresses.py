"""Addresses that visitors hand us: only those within this site are followed."""

from urllib.parse import quote, urlsplit

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
