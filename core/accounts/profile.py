"""Who is logged in, as they say themselves: name, language of mail, and another address."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import Member
from core.accounts.models import Account
from core.accounts.security_mail import tell
from core.accounts.service import clean_name, fold_email
from core.accounts.sessions import LOGIN
from core.accounts.tokens import digest
from core.audit import service as audit
from core.errors import Conflict, Gone, Invalid
from core.mail import service as mail
from core.permissions.service import require

PURPOSE = "accounts.address"
LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account says of its person."""

    email: str
    name: str
    language: str


async def read_profile(session: AsyncSession, *, by: Member) -> Profile:
    """Return the member's own."""
    require(by, "core.account")
    account = await session.get_one(Account, by.account_id)
    return Profile(account.email, account.name, account.language)


async def save_profile(session: AsyncSession, name: str, language: str, *, by: Member) -> None:
    """Change the member's name and the language of mail; raises Invalid for the field ``name``."""
    require(by, "core.account")
    values = {"name": clean_name(name), "language": language}
    await session.execute(update(Account).where(Account.id == by.account_id).values(values))
    await audit.note(session, "accounts.profile", f"account:{by.account_id}", by=by)


async def ask_address(
    session: AsyncSession, email: str, place: str, *, by: Member, site_id: int | None = None
) -> None:
    """Mail a link to a new address; nothing changes before it was opened and its button pressed.

    The old address hears of it. An address that another account has is answered alike, and gets
    no mail. Raises Invalid for the field ``email``.
    """
    require(by, "core.account")
    email = fold_email(email)
    if email == by.email:
        text = "Dit is het adres dat je nu al hebt."
        raise Invalid(text, fields={"email": text})
    taken = await _is_taken(session, email)
    await access.withdraw(session, PURPOSE, by.account_id)
    secret = await access.issue(
        session, PURPOSE, by.account_id, LASTS, account_id=by.account_id, place=place,
        email=email, old=by.email,
    )  # fmt: skip
    posting = await session.begin_nested()
    language = (await read_profile(session, by=by)).language
    await mail.post(
        session, "core.new_address", email, key=digest(secret, place),
        data={"path": f"/adres/{secret}", "name": by.name}, account_id=by.account_id,
        language=language, site_id=site_id,
    )  # fmt: skip
    await (posting.rollback() if taken else posting.commit())
    await tell(session, by.account_id, "address_asked")
    await audit.note(session, "accounts.ask_address", f"account:{by.account_id}", by=by)


async def look_at_address(session: AsyncSession, secret: str, place: str) -> str:
    """Return the address that a link would make the account's; raises NotFound and Gone."""
    found = await access.look(session, PURPOSE, secret, place=place)
    return str(found.data["email"])


async def change_address(session: AsyncSession, secret: str, place: str) -> None:
    """Spend a link: from now on the account logs in with the new address.

    Raises NotFound and Gone, and Conflict when somebody else took the address meanwhile.
    """
    found = await access.spend(session, PURPOSE, secret, place=place)
    email, old = str(found.data["email"]), str(found.data["old"])
    account = await session.get(Account, found.account_id) if found.account_id else None
    if account is None or not account.is_active or account.email != old:
        raise Gone("Deze link werkt niet meer. Vraag een nieuwe aan.")
    try:
        async with session.begin_nested():
            account.email = email
    except IntegrityError:
        raise Conflict("Er is al een ander account met dit adres.") from None
    await access.withdraw(session, LOGIN, account.id)
    await audit.note(session, "accounts.address", f"account:{account.id}", actor="guest")
    await tell(session, account.id, "address_changed", address=old)


async def _is_taken(session: AsyncSession, email: str) -> bool:
    found = await session.scalar(select(Account.id).where(Account.email == email))
    return found is not None
