"""Real addresses for the pages around one entry, so that the tests can open them."""

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.content.models import PUBLISHED, Content
from core.editing.history import CHANGED, ORGANISATION
from core.editing.models import Revision

Sample = Callable[[AsyncSession], Awaitable[str]]


async def _entry(session: AsyncSession) -> int:
    """Return the first organisation."""
    wanted = select(Content.id).where(
        Content.kind == "organisation", Content.status == PUBLISHED
    )  # fmt: skip
    return (await session.scalars(wanted.order_by(Content.id).limit(1))).one()


def below_entry(below: str) -> Sample:
    """Return the sample of a page of the first organisation, by its number."""

    async def sample(session: AsyncSession) -> str:
        return f"/mijn/inhoud/{await _entry(session)}/{below}"

    return sample


async def undo_path(session: AsyncSession) -> str:
    """Return where the first change of the first organisation is put back, made if need be."""
    content_id = await _entry(session)
    changed = (Revision.content_id == content_id, Revision.action == CHANGED)
    number = await session.scalar(select(Revision.number).where(*changed).limit(1))
    if number is None:
        number = 900
        session.add(
            Revision(
                content_id=content_id, number=number, at=now(), actor=ORGANISATION,
                action=CHANGED, before={"summary": "Zo was het."},
                after={"summary": "Zo werd het."},
            )
        )  # fmt: skip
        await session.commit()
    return f"/mijn/inhoud/{content_id}/geschiedenis/{number}/terug"


SAMPLES: dict[str, Sample] = {
    "/mijn/inhoud/{content_id:int}/foto": below_entry("foto"),
    "/mijn/inhoud/{content_id:int}/geschiedenis": below_entry("geschiedenis"),
    "/mijn/inhoud/{content_id:int}/geschiedenis/{number:int}/terug": undo_path,
}
