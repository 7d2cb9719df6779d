"""Secrets that must be read back are stored sealed, with a key made from the installation's own."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


def seal(key: str, subject: str, text: str) -> str:
    """Return ``text`` as only this installation can read it, for one subject (``account:3``)."""
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(_key(key)).encrypt(nonce, text.encode(), subject.encode())
    return urlsafe_b64encode(sealed).decode()


def unseal(key: str, subject: str, sealed: str) -> str | None:
    """Return the text of ``seal``; None when it was sealed for another subject, with another
    key (the installation's secret was replaced), or not by us."""
    try:
        raw = urlsafe_b64decode(sealed)
        return AESGCM(_key(key)).decrypt(raw[:NONCE], raw[NONCE:], subject.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def _key(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"buurtbasis sealing").derive(secret.encode())
