"""The two ways in: a link by mail, or a password. Neither says whether an address is known."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access, passwords
from core.accounts.models import Account
from core.accounts.sessions import LINK_LASTS, LOGIN, LoggedIn, log_in
from core.accounts.tokens import digest
from core.audit import service as audit
from core.mail import service as mail


@dataclass(frozen=True, slots=True)
class Candidate:
    """What there is to compare a password with; an unknown address has nothing."""

    account_id: int = 0
    password_hash: str = ""


async def mail_link(
    session: AsyncSession, email: str, place: str, *, wanted: str = "", site_id: int | None = None
) -> None:
    """Mail a login link if the (folded) address is that of an account.

    For an unknown address the same is written, and the mail taken back, so that the time which
    it takes tells nothing.
    """
    account = (
        await session.execute(
            select(Account.id, Account.language).where(
                Account.email == email, Account.is_active.is_(True)
            )
        )
    ).first()
    id_, language = account or (None, "nl")
    secret = await access.issue(session, LOGIN, id_ or 0, LINK_LASTS, account_id=id_, place=place)
    posting = await session.begin_nested()
    await mail.post(
        session, "core.login", email, key=digest(secret, place),
        data={"path": f"/inloggen/{secret}{wanted}"}, account_id=id_, language=language,
        site_id=site_id,
    )  # fmt: skip
    await (posting.commit() if account else posting.rollback())


async def find_candidate(session: AsyncSession, email: str) -> Candidate:
    """Return what is kept of the password of an address."""
    row = (
        await session.execute(
            select(Account.id, Account.password_hash).where(
                Account.email == email, Account.is_active.is_(True)
            )
        )
    ).first()
    return Candidate(*row) if row else Candidate()


async def enter(
    session: AsyncSession, candidate: Candidate, password: str, place: str, *,
    good: bool, instead_of: str = "", device: str = "",
) -> LoggedIn | None:  # fmt: skip
    """Log in whose password was found ``good``; write down that it was not, and return None.

    ``password`` is stored anew when the settings for that have become stronger since.
    """
    subject = f"account:{candidate.account_id}"
    if not good or not candidate.account_id:
        await audit.note(session, "accounts.login_failed", subject, actor="guest")
        return None
    if passwords.is_outdated(candidate.password_hash):
        fresh = await passwords.hash_password(password)
        await session.execute(
            update(Account)
            .where(Account.id == candidate.account_id)
            .where(Account.password_hash == candidate.password_hash)
            .values(password_hash=fresh)
        )
    return await log_in(session, candidate.account_id, place, instead_of=instead_of, device=device)
