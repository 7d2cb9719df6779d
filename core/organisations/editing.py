"""Editing an organisation: its values as a form begins with them, and saving what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.service import Reindex
from core.content.vocabulary import Vocabulary
from core.editing.aftercare import after_edit
from core.editing.place import ADDRESS as ADDRESS_NAMES
from core.editing.place import POINT, place_of
from core.editing.service import Saved, save_entry
from core.editing.values import COMMON, current_terms
from core.organisations.models import Organisation
from core.organisations.own import KEY, find_own
from core.permissions.service import ancestors_of, require
from core.protocols import Geocoder

FORM = "core.organisation"
"""The key of its drafts."""


@dataclass(frozen=True, slots=True)
class Editing:
    """An organisation with the values that its form begins with."""

    id: int
    title: str
    slug: str
    status: str
    version: int
    values: dict[str, Any]

    @property
    def image(self) -> tuple[str, str]:
        """Hash of its picture and what can be seen on it."""
        return self.values["image"], self.values["image_alt"]

    @property
    def subject(self) -> str:
        """What its drafts are about."""
        return f"content:{self.id}"


async def read_editing(
    session: AsyncSession, slug: str, *, by: Member, vocabulary: Vocabulary, below: str = ""
) -> Editing:
    """Return an organisation for its form; raises NotFound for what belongs to others."""
    own = await find_own(session, slug, by=by, below=below)
    row = await session.get_one(Organisation, own.id)
    values = {name: getattr(row, name) for name in (*COMMON, "nature")}
    values |= await current_terms(session, row.id, vocabulary)
    return Editing(row.id, row.title, row.slug, row.status, row.version, values)


async def save_organisation(
    session: AsyncSession, content_id: int, values: Mapping[str, Any], *,
    by: Member, version: int, vocabulary: Vocabulary, reindex: Reindex, geocoder: Geocoder,
) -> Saved:  # fmt: skip
    """Save what was typed; a name that is not among ``values`` stays as it is.

    Raises Invalid where an address or point is in none of our areas, and Overtaken when somebody
    else saved since ``version``.
    """
    row = await session.get_one(Organisation, content_id)
    require(by, KEY, on=row, ancestors=await ancestors_of(session, row.area_id))
    changes = dict(values)
    where = (*ADDRESS_NAMES, *POINT)
    if any(name in changes for name in where):
        standing = {name: getattr(row, name) for name in (*where, "area_id")}
        changes |= await place_of(session, geocoder, {**standing, **changes}, standing)
    saved = await save_entry(
        session, row, changes, by=by, key=KEY, version=version, vocabulary=vocabulary,
        reindex=reindex,
    )  # fmt: skip
    await after_edit(session, row, saved, by=by, key=KEY, reindex=reindex)
    return saved
