"""An activity with places for which people can sign up."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.mail.models import OutboxMail
from plugins.signups.models import OPEN, Signup, SignupRule, SignupStock

Rule = Callable[..., Awaitable[Any]]


@pytest.fixture
def with_rule(ground: Any, make_activity: Any) -> Rule:
    """Give ``with_rule(capacity=2)``, which makes an activity in ten days."""

    async def make(**rule: Any) -> Any:
        day = today() + timedelta(days=10)
        made = await make_activity(titel="Soep", datum=day.isoformat(), begin="12:00", eind="13:00")
        values = {"how": OPEN, "capacity": 2, "website": "", "questions": [], **rule}
        async with ground.database.write() as session:
            session.add(SignupRule(activity_id=made.id, **values))
        return made

    return make


@pytest.fixture
def people(ground: Any) -> Any:
    """Give everybody who signed up, in order."""

    async def read() -> list[Signup]:
        async with ground.database.read() as session:
            return list(await session.scalars(select(Signup).order_by(Signup.id)))

    return read


@pytest.fixture
def taken(ground: Any) -> Any:
    """Give how many places are taken."""

    async def read() -> int:
        async with ground.database.read() as session:
            return int(await session.scalar(select(SignupStock.taken)) or 0)

    return read


@pytest.fixture
def posted(ground: Any) -> Any:
    """Give kind and address of every mail, and the last link of an address."""

    async def read() -> list[OutboxMail]:
        async with ground.database.read() as session:
            mails = select(OutboxMail).where(OutboxMail.kind.startswith("signups."))
            return list(await session.scalars(mails.order_by(OutboxMail.id)))

    return read
