"""The people of an organisation: who they are, what each may do, handing over and leaving."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import ORGANISATION, ORGANISATION_EDITOR, ORGANISATION_OWNER, Member
from core.accounts.models import Account, RoleGrant
from core.accounts.service import give_role
from core.accounts.tokens import new_secret
from core.content.models import Content
from core.errors import Invalid, NotFound
from core.mail import service as mail
from core.permissions.giving import require_may_give, take
from core.permissions.invitations import InvitationView, list_open
from core.permissions.service import ancestors_of, may, require

ROLES = (ORGANISATION_OWNER, ORGANISATION_EDITOR)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who looks after an organisation; owners may do all that editors may."""

    account_id: int
    name: str
    email: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Team:
    """An organisation's people, those who were invited, and whether the reader may change that."""

    organisation_id: int
    slug: str
    title: str
    people: tuple[Person, ...]
    invitations: tuple[InvitationView, ...]
    may_change: bool


async def team_of(session: AsyncSession, slug: str, *, by: Member) -> Team:
    """Return who looks after an organisation; raises NotFound for who does not do so too."""
    columns = (Content.id, Content.owner_id, Content.area_id, Content.title, Content.slug)
    found = await session.execute(
        select(*columns).where(Content.slug == slug, Content.kind == "organisation")
    )
    row = found.first()
    if row is None:
        raise NotFound("Deze pagina bestaat niet.")
    above = await ancestors_of(session, row.area_id)
    require(by, "core.organisation", on=row, ancestors=above)
    keys = ("core.members", "core.organisations")
    may_change = any(may(by, key, on=row, ancestors=above) for key in keys)
    invitations = await list_open(session, ORGANISATION, row.id, by=by) if may_change else []
    people = await _people(session, row.id)
    return Team(row.id, row.slug, row.title, tuple(people), tuple(invitations), may_change)


async def _people(session: AsyncSession, organisation_id: int) -> list[Person]:
    rows = await session.execute(
        select(Account.id, Account.name, Account.email, RoleGrant.role)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.scope == ORGANISATION, RoleGrant.scope_id == organisation_id,
            RoleGrant.role.in_(ROLES),
        )
    )  # fmt: skip
    found: dict[int, Person] = {}
    for row in rows:
        is_owner = row.role == ORGANISATION_OWNER
        if is_owner or row.id not in found:
            found[row.id] = Person(row.id, row.name, row.email, is_owner)
    return sorted(found.values(), key=lambda person: (not person.is_owner, person.email))


async def change_role(
    session: AsyncSession, organisation_id: int, account_id: int, role: str, *, by: Member
) -> None:
    """Make an editor owner, or an owner editor; raises Conflict for the last owner, NotFound for
    who is not of the organisation."""
    if role not in ROLES:
        raise Invalid("Kies eigenaar of redacteur.")
    await require_may_give(session, ORGANISATION, organisation_id, by=by)
    other = ROLES[1 - ROLES.index(role)]
    held = await _roles(session, organisation_id, account_id)
    if not held:
        raise NotFound("Deze persoon hoort niet (meer) bij de organisatie.")
    if other in held:
        await take(session, account_id, other, ORGANISATION, organisation_id, by=by)
    await give_role(session, account_id, role, ORGANISATION, organisation_id, by=by)


async def remove(
    session: AsyncSession, organisation_id: int, account_id: int, *, by: Member
) -> None:
    """Take somebody's roles in an organisation, or leave it; the person gets a mail of it.

    Raises Conflict for the last owner (unless an editor of the area does it), NotFound.
    """
    if by.account_id != account_id:
        await require_may_give(session, ORGANISATION, organisation_id, by=by)
    held = await _roles(session, organisation_id, account_id)
    if not held:
        raise NotFound("Deze persoon hoort niet (meer) bij de organisatie.")
    for role in sorted(held, reverse=True):
        await take(session, account_id, role, ORGANISATION, organisation_id, by=by)
    if by.account_id != account_id:
        await _tell(session, account_id, organisation_id, by=by)


async def _tell(
    session: AsyncSession, account_id: int, organisation_id: int, *, by: Member
) -> None:
    account = await session.get_one(Account, account_id)
    title = await session.scalar(select(Content.title).where(Content.id == organisation_id))
    await mail.post(
        session, "core.role_taken", account.email, key=new_secret(), account_id=account_id,
        language=account.language, data={"place": title, "by": by.name or by.email},
    )  # fmt: skip


async def _roles(session: AsyncSession, organisation_id: int, account_id: int) -> set[str]:
    found = await session.scalars(
        select(RoleGrant.role).where(
            RoleGrant.account_id == account_id, RoleGrant.scope == ORGANISATION,
            RoleGrant.scope_id == organisation_id, RoleGrant.role.in_(ROLES),
        )
    )  # fmt: skip
    return set(found.all())
