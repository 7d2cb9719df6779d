"""An organisation with an owner who is logged in."""

from typing import Any

import pytest

from core.testing.factories import Made, Make
from core.testing.people import Login


@pytest.fixture
async def eik(make_organisation: Make) -> Made:
    return await make_organisation(naam="De Eik", postcode="3811 CJ", straat="Hof", huisnummer="2")


@pytest.fixture
async def owner(eik: Made, log_in: Login) -> Any:
    return await log_in("eik@example.org", "organisation-owner", organisation=eik.id)
