"""A desk at which editors decide, for tests of moderation."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import select, update

from core.accounts.members import Member
from core.content.models import Content, ContentArea
from core.mail.models import OutboxMail
from core.moderation import appeals, service
from core.moderation.models import OPEN, REVIEW, ModerationCase
from core.neighbourhoods.models import Area
from core.testing.factories import Made
from core.testing.world import World

As = Callable[..., Awaitable[Member]]


@dataclass
class Desk:
    """A world with the shortest ways to decide in it."""

    world: World

    @property
    def reindex(self):
        return self.world.app.state.extra["reindex"]

    async def offer(self, content_id: int, by: Member) -> str:
        async with self.world.database.write() as session:
            return await service.offer(session, content_id, by=by, reindex=self.reindex)

    async def refuse(self, case_id: int, by: Member, reason="incomplete", text="") -> None:
        async with self.world.database.write() as session:
            await service.refuse(
                session, case_id, by=by, reason=reason, text=text, reindex=self.reindex
            )

    async def approve(self, case_id: int, by: Member) -> None:
        async with self.world.database.write() as session:
            await service.approve(session, case_id, by=by, reindex=self.reindex)

    async def appeal(self, case_id: int, by: Member) -> int:
        async with self.world.database.write() as session:
            return await appeals.appeal(session, case_id, by=by, text="Het klopt wel.")

    async def judge(self, appeal_id: int, by: Member, *, allowed: bool) -> None:
        async with self.world.database.write() as session:
            await appeals.decide_appeal(
                session, appeal_id, by=by, allowed=allowed, text="Na overleg.",
                reindex=self.reindex,
            )  # fmt: skip

    async def set(self, content_id: int, status: str) -> None:
        async with self.world.database.write() as session:
            await session.execute(
                update(Content).where(Content.id == content_id).values(status=status)
            )
            await self.reindex(session, [content_id])

    async def status(self, content_id: int) -> tuple[str, str]:
        """Return the status of an entry, and the one in the lists."""
        async with self.world.database.read() as session:
            own = await session.scalar(select(Content.status).where(Content.id == content_id))
            listed = await session.scalars(
                select(ContentArea.status).where(ContentArea.content_id == content_id).distinct()
            )
            return own, listed.one()

    async def mails(self) -> list[tuple[str, str]]:
        async with self.world.database.read() as session:
            rows = await session.execute(
                select(OutboxMail.kind, OutboxMail.address).order_by(OutboxMail.id)
            )
            return [tuple(row) for row in rows]

    async def moderate(self, slug: str, mode: str) -> None:
        async with self.world.database.write() as session:
            await session.execute(update(Area).where(Area.slug == slug).values(moderation=mode))

    async def look_at(self, content_id: int, by: Member) -> int:
        async with self.world.database.write() as session:
            return await service.look_at(session, content_id, by=by)

    async def open_reviews(self) -> list[int]:
        async with self.world.database.read() as session:
            found = await session.scalars(
                select(ModerationCase.id)
                .where(ModerationCase.kind == REVIEW, ModerationCase.state == OPEN)
                .order_by(ModerationCase.id)
            )
            return list(found)


async def owner_and_editor(acting_as: As, organisation: Made) -> tuple[Member, Member]:
    """Return the owner of an organisation and the editor of its area."""
    owner = await acting_as("els@example.org", "organisation-owner", organisation=organisation.id)
    return owner, await acting_as("rik@example.org", "area-editor", area="stadskern")
