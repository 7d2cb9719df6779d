"""Real addresses for the pages of sign-ups, so that the tests can open them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.access import issue
from core.content.models import PUBLISHED, Content
from plugins.signups.letters import LASTS, PURPOSE
from plugins.signups.models import CONFIRMED, OPEN, Signup, SignupRule
from plugins.signups.offering import read_offered
from plugins.signups.service import Wish, sign_up


async def _with_rule(session: AsyncSession) -> tuple[int, str]:
    """Return the first activity, for which one can sign up from now on."""
    id_, slug = (
        await session.execute(
            select(Content.id, Content.slug)
            .where(Content.kind == "activity", Content.status == PUBLISHED)
            .order_by(Content.id)
            .limit(1)
        )
    ).one()
    if await session.get(SignupRule, id_) is None:
        session.add(SignupRule(activity_id=id_, how=OPEN, capacity=12, website="", questions=[]))
        await session.commit()
    return id_, slug


async def form_path(session: AsyncSession) -> str:
    """Return the address of a form to sign up."""
    return f"/activiteiten/{(await _with_rule(session))[1]}/aanmelden"


async def own_path(session: AsyncSession) -> str:
    """Return the address of somebody's own sign-up."""
    id_, _slug = await _with_rule(session)
    offered = await read_offered(session, id_)
    if offered and offered.choices:
        wish = Wish("Ans", "ans@buurtbasis.example", "", 2)
        await sign_up(session, id_, offered.choices[0].occurrence_id, wish)
    one = (await session.scalars(select(Signup).order_by(Signup.id).limit(1))).one()
    one.state, one.expires_at = CONFIRMED, None
    secret = await issue(session, PURPOSE, one.id, LASTS)
    await session.commit()
    return f"/aanmelding/{secret}"


SAMPLES = {
    "/activiteiten/{slug:str}/aanmelden": form_path,
    "/aanmelding/{token:str}": own_path,
}
