"""Drafts: what somebody typed and did not save yet, kept by account, form and subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import now
from core.editing.models import Draft

KEPT = timedelta(days=30)
MOST = 50
"""Drafts of one account; beyond it the oldest goes."""
UNKEPT = frozenset({"key", "version"})
"""Fields that say nothing of what was typed, beside those that begin with an underscore."""

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as a form takes it up again."""

    pairs: tuple[tuple[str, str], ...]
    version: int
    """The version of the entry that was being edited."""
    updated_at: datetime


async def save(
    session: AsyncSession, form: str, subject: str, pairs: Pairs, version: int, *, by: Member
) -> None:
    """Keep what was typed in place of what was kept before."""
    kept = [[name, value] for name, value in pairs
            if name not in UNKEPT and not name.startswith("_")]  # fmt: skip
    values = {"fields": kept, "version": version, "updated_at": now()}
    mine = _mine(form, subject, by)
    changed = await session.execute(update(Draft).where(*mine).values(values).returning(Draft.id))
    if changed.first() is not None:
        return
    try:
        async with session.begin_nested():
            session.add(Draft(account_id=by.account_id, form=form, subject=subject, **values))
    except IntegrityError:  # another tab was quicker
        await session.execute(update(Draft).where(*mine).values(values))
    await _forget_beyond(session, by)


async def load(session: AsyncSession, form: str, subject: str, *, by: Member) -> DraftView | None:
    """Return the member's own draft, or None."""
    found = await session.scalar(select(Draft).where(*_mine(form, subject, by)))
    if found is None:
        return None
    pairs = tuple((str(name), str(value)) for name, value in found.fields)
    return DraftView(pairs, found.version, found.updated_at)


async def drop(session: AsyncSession, form: str, subject: str, *, by: Member) -> None:
    """Throw the member's own draft away: it was saved, or is not wanted."""
    await session.execute(delete(Draft).where(*_mine(form, subject, by)))


async def forget_old(session: AsyncSession) -> None:
    """Delete drafts that nobody came back for."""
    await session.execute(delete(Draft).where(Draft.updated_at < now() - KEPT))


async def _forget_beyond(session: AsyncSession, by: Member) -> None:
    newest = select(Draft.id).where(Draft.account_id == by.account_id)
    old = (await session.scalars(newest.order_by(Draft.updated_at.desc()).offset(MOST))).all()
    if old:
        await session.execute(delete(Draft).where(Draft.id.in_(old)))


def _mine(form: str, subject: str, by: Member) -> tuple[ColumnElement[bool], ...]:
    return (Draft.account_id == by.account_id, Draft.form == form, Draft.subject == subject)
