"""What one process of the application holds: settings, registry, database, and snapshots of them.

Snapshots (sites, switches, terms, stored settings) are read together, whenever a change counter
has moved, and replaced whole; a request works with the one it started with.
"""

from dataclasses import dataclass, field
from typing import Any

from core.content.vocabulary import Vocabulary
from core.db.session import Database
from core.registry import Registry
from core.settings import Settings
from core.web.visit import SiteRow


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was true in the database at ``versions``."""

    versions: dict[int, int]
    sites: dict[str, SiteRow]
    """By hostname; the platform's own under the empty string."""
    enabled: frozenset[str]
    """Names of the plugins that are on for the platform; core is always among them."""
    vocabulary: Vocabulary
    stored: dict[str, Any]
    """Stored settings by key, defaults filled in."""


@dataclass(slots=True)
class AppState:
    """Everything of a process; made by ``core.app`` and reached as ``app.state.core``."""

    settings: Settings
    registry: Registry
    database: Database
    snapshot: Snapshot
    extra: dict[str, Any] = field(default_factory=dict)
