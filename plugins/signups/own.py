"""A sign-up for who signed up, by the link in the mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.access import look
from core.clock import now
from core.content.models import Content
from core.errors import NotFound
from plugins.signups.letters import PURPOSE
from plugins.signups.models import EXPIRED, OFFERED, UNCONFIRMED, WAITING, Signup, SignupStock


@dataclass(frozen=True, slots=True)
class Own:
    """What the page of a sign-up shows."""

    id: int
    title: str
    slug: str
    starts_at: datetime | None
    name: str
    people: int
    state: str
    expires_at: datetime | None
    place: int
    """In the waiting list, from 1; 0 for who does not wait."""


async def read_own(session: AsyncSession, token: str) -> Own:
    """Return what a link opens; the link is for more than once. Raises NotFound and Gone."""
    found = await look(session, PURPOSE, token)
    row = (
        await session.execute(
            select(Signup, SignupStock.starts_at, Content.title, Content.slug)
            .join(SignupStock, SignupStock.id == Signup.stock_id)
            .join(Content, Content.id == SignupStock.activity_id)
            .where(Signup.id == int(found.subject))
        )
    ).first()
    if row is None:
        raise NotFound("Deze aanmelding is er niet meer.")
    one: Signup = row[0]
    late = one.expires_at is not None and one.expires_at <= now()
    state = EXPIRED if late and one.state in (UNCONFIRMED, OFFERED) else one.state
    return Own(
        one.id, row.title, row.slug, row.starts_at, one.name, one.people, state, one.expires_at,
        await _place(session, one),
    )  # fmt: skip


async def _place(session: AsyncSession, one: Signup) -> int:
    if one.state != WAITING:
        return 0
    ahead = select(func.count()).where(
        Signup.stock_id == one.stock_id, Signup.state == WAITING, Signup.id <= one.id
    )
    return await session.scalar(ahead) or 1
