"""Secrets that a browser or a link carries: made here, stored only as their SHA-256."""

import hashlib
import hmac
import secrets

BYTES = 32
LONGEST = 100
"""Nothing longer is looked up: ours have 43 characters."""


def new_secret() -> str:
    """Return 256 random bits as text that fits in an address and in a cookie."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str, place: str) -> str:
    """Return what is stored of a secret, as 64 hexadecimal digits.

    ``place`` is the site that it is for: the same secret says nothing on another one.
    """
    return hashlib.sha256(f"{place}\0{secret}".encode()).hexdigest()


def sign(key: str, purpose: str, text: str) -> str:
    """Return a proof that only this installation can make of ``text`` for one purpose."""
    message = f"{purpose}\0{text}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
