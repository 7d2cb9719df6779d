"""Every table of core, as the mapped classes of the modules that have them."""

from typing import Any

from core.accounts import models as accounts
from core.audit import models as audit
from core.content import models as content
from core.db import changes, stored
from core.editing import models as editing
from core.freshness import models as freshness
from core.imports import models as imports
from core.jobs import models as jobs
from core.mail import models as mail
from core.media import models as media
from core.moderation import models as moderation
from core.neighbourhoods import models as neighbourhoods
from core.organisations import models as organisations
from core.privacy import models as privacy
from core.search import models as search
from core.statistics import models as statistics

_MODULES = (
    changes,
    stored,
    neighbourhoods,
    accounts,
    content,
    organisations,
    imports,
    jobs,
    search,
    statistics,
    audit,
    editing,
    freshness,
    mail,
    media,
    moderation,
    privacy,
)

MODELS: tuple[type[Any], ...] = tuple(
    found
    for module in _MODULES
    for found in vars(module).values()
    if isinstance(found, type)
    and found.__module__ == module.__name__
    and hasattr(found, "__table__")
)
