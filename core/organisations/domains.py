"""Mail domains: which belong to anybody who asks, and which the platform manager knows."""

import re
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "mail_providers.txt"
ANYBODYS = frozenset(FILE.read_text("utf-8").split())
"""Providers at which a person has an address: it says nothing of an organisation."""
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def domain_of(email: str) -> str:
    """Return the domain of an address, in lower case."""
    return email.rpartition("@")[2].lower()


def is_anybodys(email: str) -> bool:
    """Whether an address is one that a person has at a provider."""
    return domain_of(email) in ANYBODYS


def read_domains(text: str) -> frozenset[str]:
    """Return the domains of the setting: apart from each other by commas or spaces.

    What is no domain is left out, and so is a provider of anybody's mail.
    """
    named = (part.strip().lstrip("@").lower() for part in re.split(r"[,;\s]+", text))
    return frozenset(one for one in named if _DOMAIN.fullmatch(one)) - ANYBODYS


def is_verified(email: str, domains: frozenset[str]) -> bool:
    """Whether an address is at one of the domains, or below it."""
    domain = domain_of(email)
    return any(domain == one or domain.endswith(f".{one}") for one in domains)
