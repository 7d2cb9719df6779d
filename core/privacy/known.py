"""All that core knows of people, gathered from its domains in the order in which they read it."""

from core.accounts import personal as accounts
from core.audit import personal as audit
from core.content import personal as content
from core.editing import personal as editing
from core.freshness import personal as freshness
from core.mail import personal as mail
from core.media import personal as media
from core.moderation import personal as moderation
from core.organisations import personal as organisations
from core.privacy import personal as privacy
from core.statistics import personal as statistics

PERSONAL = tuple(
    item
    for domain in (
        accounts, privacy, editing, organisations, moderation, freshness, media, content, mail,
        audit, statistics,
    )
    for item in domain.PERSONAL
)  # fmt: skip
