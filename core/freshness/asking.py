"""The question itself: one mail for each organisation, with all of it that is due.

The first mail goes to one person: the owner who was there first, else an editor; the address of
the organisation itself where it has no people here. The second goes to all of these. Where there is
nobody to write to, an editor calls at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.access import issue_many, withdraw_many
from core.accounts.members import ORGANISATION, ORGANISATION_EDITOR, ORGANISATION_OWNER
from core.accounts.models import Account, RoleGrant
from core.clock import local
from core.content.service import touch_content
from core.freshness.run import BRIEF, Run
from core.freshness.service import CONTENT, parts
from core.freshness.steps import ASKED, CALL, FRESH, REMINDED
from core.mail.models import MailRefusal
from core.mail.service import Letter, post_many

PURPOSE = "freshness.confirm"
"""What the link in the mail is for; its subject is the organisation."""
FIRST, SECOND = "core.klopt", "core.klopt-nogmaals"
NAMED = 20
"""So many entries are named in a mail, and the others counted."""
ORGANISATIONS = 500
"""Organisations in one transaction."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be asked."""

    address: str
    account_id: int | None = None
    language: str = "nl"


def asked_one() -> ColumnElement[int]:
    """Return whom an entry is asked of: its organisation, or itself where it has none.

    Without bound values, so that PostgreSQL sees the same in a list and in what it is grouped by.
    """
    itself = (CONTENT.c.kind == literal_column("'organisation'")) | CONTENT.c.owner_id.is_(None)
    return case((itself, CONTENT.c.id), else_=CONTENT.c.owner_id)


async def ask(run: Run) -> None:
    """Send the first mail about what is due, or go straight to the call list."""
    await _send(run, FRESH, ASKED)


async def remind(run: Run) -> None:
    """Send the second mail about what got no answer."""
    await _send(run, ASKED, REMINDED)


async def _send(run: Run, before: str, after: str) -> None:
    async with run.batch() as session:
        due = select(asked_one()).where(*run.stands_on(before)).distinct()
        ids = list(await session.scalars(due))
    for part in parts(ids, ORGANISATIONS):
        async with run.batch() as session:
            await _send_part(session, run, part, before, after)


async def _send_part(
    session: AsyncSession, run: Run, part: Sequence[int], before: str, after: str
) -> None:
    c = CONTENT.c
    by_asked: dict[int, list[Any]] = {}
    for row in await _move(session, run, part, before, after):
        by_asked.setdefault(row.asked_id, []).append(row)
    found = await recipients(session, list(by_asked), everybody=after == REMINDED)
    to_call = [row for id_, rows in by_asked.items() if not found.get(id_) for row in rows]
    for ids in parts([row.id for row in to_call]):
        await session.execute(
            update(CONTENT).where(c.id.in_(ids)).values(step=CALL, step_due_at=run.next_due(CALL))
        )
    await _post(session, run, after, {id_: by_asked[id_] for id_ in found}, found)
    if before == FRESH:
        for ids in parts([row.id for rows in by_asked.values() for row in rows]):
            await touch_content(session, ids)
    run.tell(CALL, to_call)
    run.tell(after, [row for id_ in found for row in by_asked[id_]])


async def _move(
    session: AsyncSession, run: Run, part: Sequence[int], before: str, after: str
) -> list[Any]:
    """Bring what is due of some organisations on the next step, and return its rows.

    As in ``core.freshness.run.move`` the ids come first.
    """
    c = CONTENT.c
    first = {"confirm_due_at": run.at} if before == FRESH else {}
    theirs = select(c.id).where(or_(c.owner_id.in_(part), c.id.in_(part)), c.step == before)
    rows: list[Any] = []
    for ids in parts(list(await session.scalars(theirs))):
        rows += await session.execute(
            update(CONTENT)
            .where(c.id.in_(ids), *run.stands_on(before), asked_one().in_(part))
            .values(step=after, step_due_at=run.next_due(after), **first)
            .returning(*BRIEF, asked_one().label("asked_id"))
        )
    return rows


async def recipients(
    session: AsyncSession, ids: Sequence[int], *, everybody: bool
) -> dict[int, list[Recipient]]:
    """Return who can be asked about organisations; those with nobody are left out."""
    rank = case((RoleGrant.role == ORGANISATION_OWNER, 0), else_=1)
    members = await session.execute(
        select(RoleGrant.scope_id, Account.email, Account.id, Account.language)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.scope == ORGANISATION, RoleGrant.scope_id.in_(ids))
        .where(RoleGrant.role.in_((ORGANISATION_OWNER, ORGANISATION_EDITOR)))
        .where(Account.is_active.is_(True))
        .order_by(RoleGrant.scope_id, rank, RoleGrant.id)
    )
    known: dict[int, dict[str, Recipient]] = {}
    for id_, address, account_id, language in members:
        person = Recipient(address, account_id, language)
        known.setdefault(id_, {}).setdefault(address, person)
    own = await session.execute(
        select(CONTENT.c.id, CONTENT.c.email).where(CONTENT.c.id.in_(ids), CONTENT.c.email != "")
    )
    for id_, address in own:
        known.setdefault(id_, {}).setdefault(address.lower(), Recipient(address))
    refused = set(
        await session.scalars(
            select(func.lower(MailRefusal.address)).where(MailRefusal.list_key.in_((FIRST, SECOND)))
        )
    )
    found = {}
    for id_, by_address in known.items():
        people = [person for address, person in by_address.items() if address not in refused]
        if people:
            found[id_] = people if everybody else people[:1]
    return found


async def has_people(session: AsyncSession, organisation_id: int) -> bool:
    """Whether an organisation has somebody who can log in for it."""
    found = await recipients(session, [organisation_id], everybody=True)
    return any(one.account_id for one in found.get(organisation_id, ()))


async def _post(
    session: AsyncSession, run: Run, after: str, rows: dict[int, list[Any]],
    found: dict[int, list[Recipient]],
) -> None:  # fmt: skip
    """Put the mails of some organisations in the outbox, each with a link of its own.

    The links of an earlier question are worth nothing any more once a new one is asked.
    """
    if not rows:
        return
    if after == ASKED:
        await withdraw_many(session, PURPOSE, list(rows))
    secrets = await issue_many(session, PURPOSE, list(rows), _lasts(run))
    names = select(CONTENT.c.id, CONTENT.c.title).where(CONTENT.c.id.in_(list(rows)))
    titles = dict((await session.execute(names)).all())
    letters = _letters(run, rows, found, secrets, titles)
    await post_many(session, FIRST if after == ASKED else SECOND, list(letters))


def _letters(
    run: Run, rows: dict[int, list[Any]], found: dict[int, list[Recipient]],
    secrets: dict[str, str], titles: dict[int, str],
) -> Iterator[Letter]:  # fmt: skip
    day = local(run.at).date().isoformat()
    for id_, due in rows.items():
        data = {
            "organisation": titles[id_], "path": f"/klopt/{secrets[str(id_)]}",
            "titles": [row.title for row in due[:NAMED]], "more": max(0, len(due) - NAMED),
        }  # fmt: skip
        for person in found[id_]:
            key = f"{id_}:{day}:{min(row.id for row in due)}:{person.account_id or 0}"
            yield Letter(person.address, key, data, person.account_id, person.language)


def _lasts(run: Run) -> timedelta:
    """Return how long the link works: until all that it is about is in the archive."""
    return max(
        one.remind_after + one.call_after + one.hide_after + one.archive_after
        for one in run.policies.values()
    )
