"""Reports of visitors: "klopt er iets niet?", for everybody, without an account."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.accounts.service import fold_email
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED
from core.errors import Invalid, NotFound
from core.mail.service import post
from core.moderation.models import CLOSED, OPEN, REPORT, ModerationCase
from core.moderation.reasons import EDITORS_ONLY, WRONG_LABELS
from core.moderation.recipients import recipients_of
from core.moderation.service import case_with_entry, decide, find_entry

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Reported:
    """The entry that a form is about."""

    id: int
    kind: str
    slug: str
    title: str
    owner_id: int | None
    area_id: int


async def read_reported(session: AsyncSession, content_id: int) -> Reported:
    """Return the entry that a visitor says something about; raises NotFound for what no visitor
    can see."""
    entry = await find_entry(session, content_id)
    if entry.status != PUBLISHED:
        raise NotFound("Deze pagina bestaat niet.")
    return Reported(entry.id, entry.kind, entry.slug, entry.title, entry.owner_id, entry.area_id)


async def report(
    session: AsyncSession, content_id: int, *, wrong: str, text: str, email: str
) -> int:
    """Put a report in the editors' queue and pass it on to the organisation, without the address
    of who wrote it; raises Invalid with every field that is not right."""
    reported = await read_reported(session, content_id)
    text, email = checked(wrong, text, email)
    case = ModerationCase(
        content_id=content_id, kind=REPORT, state=OPEN, body=text, email=email, reason=wrong,
        created_at=now(),
    )  # fmt: skip
    session.add(case)
    await session.flush()
    if wrong not in EDITORS_ONLY:
        for one in await recipients_of(session, reported):
            await post(
                session, "core.report_received", one.address, key=f"{case.id}:{one.address}",
                account_id=one.account_id, language=one.language,
                data={
                    "title": reported.title, "what": WRONG_LABELS[wrong], "text": text,
                    "page": f"/inhoud/{content_id}",
                },
            )  # fmt: skip
    await audit.note(session, "moderation.report", f"content:{content_id}", case=case.id)
    return case.id


def checked(wrong: str, text: str, email: str) -> tuple[str, str]:
    """Return text and address as they are stored; raises Invalid with all that is not right."""
    text, email = text.strip(), email.strip()
    problems: dict[str, Invalid] = {}
    if wrong not in WRONG_LABELS:
        problems["wrong"] = Invalid("Kies wat er niet klopt.")
    elif wrong == "other" and not text:
        problems["text"] = Invalid("Schrijf in een paar woorden wat er niet klopt.")
    if len(text) > LONGEST:
        problems["text"] = Invalid("Deze tekst is te lang. Houd hem onder de 2000 tekens.")
    try:
        email = fold_email(email) if email else ""
    except Invalid as invalid:
        problems["email"] = invalid
    if problems:
        said = {name: problem.message for name, problem in problems.items()}
        raise Invalid("Kijk na wat je hebt ingevuld.", fields=said)
    return text, email


async def close(session: AsyncSession, case_id: int, *, by: Member, answer: str) -> None:
    """Say that a report was looked at; who left an address gets an answer, once, and the address
    is forgotten. Raises Conflict when another editor was first."""
    case, entry = await case_with_entry(session, case_id, REPORT, by=by)
    answer = answer.strip()
    if len(answer) > LONGEST:
        problem = "Deze tekst is te lang. Houd hem onder de 2000 tekens."
        raise Invalid(problem, fields={"text": problem})
    await decide(session, case, CLOSED, by=by, answer=answer)
    if case.email:
        await post(
            session, "core.report_closed", case.email, key=f"{case.id}",
            data={"title": entry.title, "text": answer},
        )  # fmt: skip
        case.email = ""
    await audit.note(session, "moderation.close_report", f"content:{entry.id}", by=by, case=case.id)
