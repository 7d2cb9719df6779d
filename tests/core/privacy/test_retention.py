"""What may no longer be kept is forgotten, rule by rule, and the rules stand on a page."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core.accounts.models import Account, LoginSession
from core.content.models import PUBLISHED
from core.declarations import PersonalData, Retention
from core.freshness.models import PhoneCall
from core.jobs.context import Work
from core.mail.models import DEAD, PENDING, SENT, OutboxMail
from core.moderation.models import ModerationCase
from core.neighbourhoods.models import Area
from core.organisations.models import Organisation, OrganisationClaim
from core.privacy.retention import forget_what_is_over
from core.registry import Owned
from core.testing.world import World

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


async def run(world: World, **more: Any) -> None:
    registry = replace(world.registry, **more)
    await forget_what_is_over(Work(world.database, NOW, registry))


def mail(number: int, state: str, days: int) -> OutboxMail:
    return OutboxMail(
        effect_key=f"k{number}", message_id=f"m{number}", kind="core.test", state=state,
        address="a@voorbeeld.nl", data={"link": "geheim"}, created_at=ago(days), due_at=ago(days),
        sent_at=ago(days) if state == SENT else None,
    )  # fmt: skip


async def lay(world: World) -> None:
    async with world.database.write() as session:
        account = Account(email="a@voorbeeld.nl", created_at=ago(900))
        entry = Organisation(
            area_id=await session.scalar(select(func.min(Area.id))), title="De Proef",
            slug="de-proef", sort_key="de proef", status=PUBLISHED, created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        session.add_all([account, entry])
        await session.flush()
        for days in (1, 100, 800):
            session.add_all([
                LoginSession(
                    id_hash=f"{days:064}", account_id=account.id, created_at=ago(days),
                    seen_at=ago(days),
                ),
                PhoneCall(organisation_id=entry.id, at=ago(days), outcome="later"),
                ModerationCase(
                    content_id=entry.id, kind="report", email="b@voorbeeld.nl",
                    created_at=ago(days), decided_at=ago(days),
                ),
                OrganisationClaim(
                    organisation_id=entry.id, kind="claim", email="c@voorbeeld.nl", state="refused",
                    created_at=ago(days), decided_at=ago(days),
                ),
            ])  # fmt: skip
        session.add(
            ModerationCase(
                content_id=entry.id, kind="report", email="new@voorbeeld.nl", created_at=ago(80)
            )
        )
        states = [(SENT, 1), (SENT, 30), (DEAD, 30), (SENT, 800), (PENDING, 30)]
        session.add_all(mail(number, *state) for number, state in enumerate(states))


async def test_every_rule_forgets_what_is_old_and_leaves_the_rest(ground: World) -> None:
    await lay(ground)
    for _ in range(2):  # again does no harm
        await run(ground)
    async with ground.database.read() as session:

        async def count(what: Any) -> int:
            return await session.scalar(select(func.count()).select_from(what)) or 0

        assert await count(LoginSession) == 1
        assert await count(PhoneCall) == 2
        assert await count(OrganisationClaim) == 2
        cases = await session.scalars(select(ModerationCase.email).order_by(ModerationCase.id))
        assert cases.all() == ["b@voorbeeld.nl", "", "", "new@voorbeeld.nl"]
        mails = (await session.scalars(select(OutboxMail).order_by(OutboxMail.id))).all()
        assert [(row.address != "", row.data != {}) for row in mails] == [
            (True, True), (True, False), (True, False), (False, False), (True, True),
        ]  # fmt: skip


async def test_a_rule_that_fails_stops_no_other_and_is_said(
    ground: World, caplog: pytest.LogCaptureFixture
) -> None:
    await lay(ground)

    async def fail(session: Any, before: datetime) -> int:
        raise RuntimeError("oops")

    bad = PersonalData(
        "odd.things", "Dingen", fail, fail,  # type: ignore[arg-type]
        (Retention("Dingen", "daarna", timedelta(days=1), fail),),
    )  # fmt: skip
    both = (Owned("odd", bad), *ground.registry.personal_data)
    with caplog.at_level(logging.INFO), pytest.raises(ExceptionGroup) as raised:
        await run(ground, personal_data=both)
    (problem,) = raised.value.exceptions
    assert problem.__notes__ == ["odd: Dingen"]
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(LoginSession)) == 1


async def test_the_privacy_page_says_every_rule(ground: World) -> None:
    async with ground.client() as client:
        dutch = (await client.get("/privacy")).text
        english = (await client.get("/privacy?taal=en")).text
    assert "90 dagen na de melding" in dutch
    assert "2 jaar na het gesprek" in dutch
    assert "2 years after the call" in english
    rules = [rule for owned in ground.registry.personal_data for rule in owned.item.retention]
    assert dutch.count("<tr><td>") == len(rules) > 8
