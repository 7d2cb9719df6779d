"""Invitations: a role offered to an address, for something; taken up by pressing a button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import AREA, ORGANISATION, PLATFORM, ROLE_LABELS, Member
from core.accounts.models import Account, Invitation, RoleGrant
from core.accounts.service import check_role, clean_name, fold_email, give_role
from core.audit import service as audit
from core.clock import now
from core.content.models import Content
from core.errors import Conflict, Gone, NotFound
from core.mail import service as mail
from core.neighbourhoods.models import Area
from core.permissions.giving import require_may_give
from core.privacy import service as privacy

PURPOSE = "accounts.invitation"
LASTS = timedelta(days=14)
ACCEPTED, DECLINED, WITHDRAWN = "accepted", "declined", "withdrawn"


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An open invitation; ``role`` is a msgid, ``place`` empty for the platform."""

    id: int
    email: str
    role: str
    place: str
    inviter: str
    expires_at: datetime
    has_account: bool


async def invite(
    session: AsyncSession,
    email: str,
    role: str,
    scope: str = PLATFORM,
    scope_id: int = 0,
    *,
    by: Member,
    roles: Mapping[str, frozenset[str]],
) -> int:
    """Offer a role to an address by mail and return the id of the invitation.

    Who was invited for the same before gets a new link, and the old one stops working. Raises
    Invalid, Forbidden, NotFound, and Conflict when the role is held already.
    """
    check_role(role, scope, scope_id, roles)
    place = await require_may_give(session, scope, scope_id, by=by)
    email = fold_email(email)
    if await _has_role(session, email, role, scope, scope_id):
        raise Conflict("%(email)s heeft deze rol al.", email=email)
    at = now()
    for old in await session.scalars(
        select(Invitation.id).where(
            Invitation.email == email, Invitation.role == role, *_open(scope, scope_id)
        )
    ):
        await _close(session, old, WITHDRAWN)
    made = Invitation(
        email=email, role=role, scope=scope, scope_id=scope_id, created_at=at,
        invited_by=by.account_id or None, expires_at=at + LASTS,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    secret = await access.issue(session, PURPOSE, made.id, LASTS)
    await mail.post(
        session, "core.invitation", email, key=str(made.id),
        data={
            "path": f"/uitnodiging/{secret}", "role": ROLE_LABELS.get(role, role),
            "place": place, "inviter": by.name or by.email, "days": LASTS.days,
        },
    )  # fmt: skip
    await audit.note(
        session, "accounts.invite", f"invitation:{made.id}", by=by,
        role=role, scope=scope, scope_id=scope_id,
    )  # fmt: skip
    return made.id


async def look(session: AsyncSession, secret: str, *, place: str = PLATFORM) -> InvitationView:
    """Return what a link offers and change nothing; raises NotFound and Gone."""
    found = await access.look(session, PURPOSE, secret, place=place)
    return await _view(session, await _open_one(session, int(found.subject)))


async def accept(
    session: AsyncSession, secret: str, name: str = "", *, place: str = PLATFORM, text: str
) -> int:
    """Give the role to whoever reads the mail of the invited address; return the account's id.

    An account is made where there is none: reading the mail proved the address. ``text`` is what
    the page said about that, kept as what was agreed to. Raises Invalid, NotFound, and Gone, also
    for an account that was switched off.
    """
    name = clean_name(name)
    spent = await access.spend(session, PURPOSE, secret, place=place)
    invitation = await _open_one(session, int(spent.subject))
    account = await session.scalar(select(Account).where(Account.email == invitation.email))
    if account is None:
        account = Account(email=invitation.email, name=name, created_at=now())
        session.add(account)
        await session.flush()
        await audit.note(session, "accounts.create", f"account:{account.id}", actor="guest")
        await privacy.consented(session, account.email, "accounts.account", text, account.id)
    if not account.is_active:
        raise Gone("Dit account is uitgezet. Vraag de beheerder waarom.")
    account.name = account.name or name
    await give_role(
        session, account.id, invitation.role, invitation.scope, invitation.scope_id, by=None
    )
    await _close(session, invitation.id, ACCEPTED)
    return account.id


async def decline(session: AsyncSession, secret: str, *, place: str = PLATFORM) -> None:
    """Say no; raises NotFound and Gone."""
    spent = await access.spend(session, PURPOSE, secret, place=place)
    await _close(session, (await _open_one(session, int(spent.subject))).id, DECLINED)


async def withdraw(session: AsyncSession, invitation_id: int, *, by: Member) -> None:
    """Take an invitation back; raises NotFound, Forbidden, and Gone when it was answered."""
    found = await session.get(Invitation, invitation_id)
    if found is None:
        raise NotFound("Deze uitnodiging is er niet.")
    await require_may_give(session, found.scope, found.scope_id, by=by)
    await _open_one(session, invitation_id)
    await _close(session, invitation_id, WITHDRAWN)
    await audit.note(session, "accounts.withdraw", f"invitation:{invitation_id}", by=by)


async def list_open(
    session: AsyncSession, scope: str | None, scope_id: int = 0, *, by: Member
) -> list[InvitationView]:
    """Return the invitations for something that wait for an answer; for ``None`` those for the
    platform and for areas."""
    await require_may_give(session, scope or PLATFORM, scope_id, by=by)
    rows = await session.scalars(
        select(Invitation).where(*_open(scope, scope_id)).order_by(Invitation.id)
    )
    return [await _view(session, row) for row in rows.all()]


def _open(scope: str | None, scope_id: int) -> tuple[ColumnElement[bool], ...]:
    where = (Invitation.scope != ORGANISATION,)
    if scope:
        where = (Invitation.scope == scope, Invitation.scope_id == scope_id)  # type: ignore[assignment]
    return (*where, Invitation.answered_at.is_(None), Invitation.expires_at > now())


async def _open_one(session: AsyncSession, id_: int) -> Invitation:
    found = await session.get(Invitation, id_)
    if found is None or found.answered_at or found.expires_at <= now():
        raise Gone("Deze uitnodiging geldt niet meer. Vraag om een nieuwe.")
    return found


async def _close(session: AsyncSession, id_: int, answer: str) -> None:
    closed = await session.scalar(
        update(Invitation)
        .where(Invitation.id == id_, Invitation.answered_at.is_(None))
        .values(answered_at=now(), answer=answer)
        .returning(Invitation.id)
    )
    if closed is None:
        raise Gone("Deze uitnodiging geldt niet meer. Vraag om een nieuwe.")
    if answer == WITHDRAWN:
        await access.withdraw(session, PURPOSE, id_)


async def _has_role(
    session: AsyncSession, email: str, role: str, scope: str, scope_id: int
) -> bool:
    held = await session.scalar(
        select(RoleGrant.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            Account.email == email, RoleGrant.role == role,
            RoleGrant.scope == scope, RoleGrant.scope_id == scope_id,
        )
    )  # fmt: skip
    return held is not None


async def _view(session: AsyncSession, row: Invitation) -> InvitationView:
    inviter = await session.get(Account, row.invited_by) if row.invited_by else None
    place = None
    if row.scope == AREA:
        place = await session.scalar(select(Area.name).where(Area.id == row.scope_id))
    elif row.scope == ORGANISATION:
        place = await session.scalar(select(Content.title).where(Content.id == row.scope_id))
    account = await session.scalar(select(Account.id).where(Account.email == row.email))
    return InvitationView(
        row.id, row.email, ROLE_LABELS.get(row.role, row.role), place or "",
        (inviter.name or inviter.email) if inviter else "", row.expires_at, account is not None,
    )  # fmt: skip
