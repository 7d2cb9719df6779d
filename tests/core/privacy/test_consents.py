"""Consents: kept with words and moment, ended on request, and left when an account goes."""

from datetime import UTC, datetime

from sqlalchemy import delete, select

from core.accounts.models import Account
from core.clock import frozen, now
from core.privacy.models import Consent
from core.privacy.service import consented, consents_of, has_consented, withdraw
from core.testing.world import World

MOMENT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WORDS = "Ja, zet mijn organisatie op de site."


async def test_a_consent_is_kept_with_its_words_and_moment(ground: World) -> None:
    with frozen(MOMENT):
        async with ground.database.write() as session:
            await consented(session, "sanne@voorbeeld.nl", "tests.purpose", WORDS)
    async with ground.database.read() as session:
        (found,) = await consents_of(session, "sanne@voorbeeld.nl")
        assert (found.purpose, found.text, found.at) == ("tests.purpose", WORDS, MOMENT)
        assert await has_consented(session, "sanne@voorbeeld.nl", "tests.purpose")
        assert not await has_consented(session, "piet@voorbeeld.nl", "tests.purpose")


async def test_a_consent_that_was_withdrawn_counts_no_more_and_stays_on_record(
    ground: World,
) -> None:
    async with ground.database.write() as session:
        await consented(session, "sanne@voorbeeld.nl", "tests.purpose", WORDS)
        assert await withdraw(session, "sanne@voorbeeld.nl", "tests.purpose")
        assert not await withdraw(session, "sanne@voorbeeld.nl", "tests.purpose")
    async with ground.database.read() as session:
        assert not await has_consented(session, "sanne@voorbeeld.nl", "tests.purpose")
        (found,) = await consents_of(session, "sanne@voorbeeld.nl")
        assert found.withdrawn_at is not None


async def test_a_consent_outlives_the_account(ground: World) -> None:
    async with ground.database.write() as session:
        account = Account(email="sanne@voorbeeld.nl", created_at=now())
        session.add(account)
        await session.flush()
        await consented(session, account.email, "tests.purpose", WORDS, account.id)
    async with ground.database.write() as session:
        await session.execute(delete(Account))
    async with ground.database.read() as session:
        (left,) = (await session.scalars(select(Consent))).all()
        assert (left.account_id, left.text) == (None, WORDS)
