"""What the services of organisations need of the running application, handed over by views."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.content.service import Reindex
from core.content.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Means:
    """Terms, lists and search, what each role holds, and mail domains that need no review."""

    vocabulary: Vocabulary
    reindex: Reindex
    roles: Mapping[str, frozenset[str]]
    verified_domains: frozenset[str] = frozenset()
