"""What sign-ups know of a person, and how long."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content
from core.db.counted import changed
from core.declarations import PersonalData, Retention
from plugins.signups.models import LIVE, Signup, SignupStock
from plugins.signups.service import cancel

KEPT = timedelta(days=30)
NOBODY: dict[str, Any] = {"name": "", "email": "", "phone": "", "answers": []}
"""What stays is how many came, not who."""


async def export_signups(
    session: AsyncSession, email: str, _account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return what somebody signed up for with an address."""
    rows = await session.execute(
        select(Signup, SignupStock.starts_at, Content.title)
        .join(SignupStock, SignupStock.id == Signup.stock_id)
        .join(Content, Content.id == SignupStock.activity_id)
        .where(func.lower(Signup.email) == email, Signup.email != "")
        .order_by(Signup.id)
        .execution_options(all_kinds=True)
    )
    return [
        {
            "Activiteit": title, "Wanneer": starts_at, "Naam": one.name,
            "E-mailadres": one.email, "Telefoon": one.phone, "Aantal": one.people,
            "Staat": one.state, "Antwoorden": one.answers, "Op": one.created_at,
        }
        for one, starts_at, title in rows
    ]  # fmt: skip


async def erase_signups(session: AsyncSession, email: str, _account_id: int) -> int:
    """Take somebody off what they signed up for, and forget who they were."""
    theirs = (func.lower(Signup.email) == email) & (Signup.email != "")
    live = await session.scalars(select(Signup.id).where(theirs, Signup.state.in_(LIVE)))
    for id_ in live.all():
        await cancel(session, id_, tell=False)
    return await changed(session, update(Signup).where(theirs).values(NOBODY))


async def _forget(session: AsyncSession, before: datetime) -> int:
    """Forget who came to what was over before a moment; without a date, who signed up so long
    before that the activity itself is over or a year has gone."""
    over = (
        select(SignupStock.id)
        .join(Content, Content.id == SignupStock.activity_id)
        .where(
            or_(
                SignupStock.starts_at < before,
                SignupStock.starts_at.is_(None) & (Content.expires_at < before),
            )
        )
        .execution_options(all_kinds=True)
    )
    old = Signup.created_at < before - timedelta(days=365)
    return await changed(
        session,
        update(Signup)
        .where(or_(Signup.stock_id.in_(over), old), or_(Signup.email != "", Signup.name != ""))
        .values(NOBODY),
    )


PERSONAL = (
    PersonalData(
        "signups.people", "Aanmeldingen", export_signups, erase_signups,
        (Retention("Wie zich aanmeldde", "na de datum van de activiteit", KEPT, _forget),),
    ),
)  # fmt: skip
