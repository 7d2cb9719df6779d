"""Accounts: addresses are folded and checked, roles are given for what they are for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import service
from core.accounts.members import Member, grants_of
from core.accounts.service import fold_email
from core.errors import Conflict, Forbidden, Invalid, NotFound


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("jan@voorbeeld.nl", "jan@voorbeeld.nl"),
        ("  Jan.Jansen+Buurt@Voorbeeld.NL \n", "jan.jansen+buurt@voorbeeld.nl"),
        ("o'neill@voorbeeld.nl", "o'neill@voorbeeld.nl"),
        ("a@b.c-d.museum", "a@b.c-d.museum"),
        ("jose\u0301@caf\u00e9.nl", "jos\u00e9@caf\u00e9.nl"),
        ("", None),
        ("jan", None),
        ("jan@", None),
        ("@voorbeeld.nl", None),
        ("jan@voorbeeld", None),
        ("jan@voor beeld.nl", None),
        ("jan@voorbeeld..nl", None),
        ("jan@-voorbeeld.nl", None),
        ("jan@voorbeeld.nl, piet@voorbeeld.nl", None),
        ("jan@voorbeeld.nl\r\nBcc: piet@voorbeeld.nl", None),
        ("Jan <jan@voorbeeld.nl>", None),
        ("jan\x00@voorbeeld.nl", None),
        ("a" * 65 + "@voorbeeld.nl", None),
        ("jan@" + "a." * 130 + "nl", None),
    ],
)
def test_an_address_is_folded_or_refused(typed: str, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(Invalid) as refused:
            fold_email(typed)
        assert "email" in refused.value.fields
    else:
        assert fold_email(typed) == stored


@given(st.text(max_size=300))
def test_any_text_is_an_address_or_a_clear_refusal(text: str) -> None:
    try:
        folded = fold_email(text)
    except Invalid:
        return
    assert fold_email(folded) == folded
    assert folded.isprintable()
    assert len(folded) <= service.LONGEST_EMAIL


async def test_one_address_is_one_account_however_it_is_typed(installation: Any) -> None:
    await installation.account("Jan@Voorbeeld.nl")
    with pytest.raises(Conflict):
        await installation.account("jan@voorbeeld.NL ")


async def test_an_unknown_address_has_no_account(installation: Any) -> None:
    async with installation.state.database.read() as session:
        with pytest.raises(NotFound):
            await service.account_by_email(session, "niemand@voorbeeld.nl")


MISFITS = (
    ("onzin", "platform", 0),
    ("platform-manager", "area", 1),
    ("platform-manager", "platform", 1),
    ("area-editor", "platform", 0),
    ("area-editor", "area", 0),
    ("area-editor", "organisation", 5),
    ("organisation-owner", "area", 5),
    ("prober", "galaxy", 5),
)


async def test_a_role_is_given_only_for_what_it_is_for(installation: Any) -> None:
    for role, scope, id_ in MISFITS:
        with pytest.raises(Invalid):
            await installation.account("a@voorbeeld.nl", role, scope, id_)
    async with installation.state.database.read() as session:
        assert await service.list_accounts(session, by=installation.manager) == []


async def test_a_role_given_twice_is_there_once(installation: Any) -> None:
    made = await installation.account("a@voorbeeld.nl", "area-editor", "area", 1)
    async with installation.state.database.write() as session:
        await service.grant_role(
            session, made, "area-editor", "area", 1,
            by=installation.manager, roles=installation.roles,
        )  # fmt: skip
        await service.grant_role(
            session, made, "area-editor", "area", 2,
            by=installation.manager, roles=installation.roles,
        )  # fmt: skip
    async with installation.state.database.read() as session:
        (account,) = await service.list_accounts(session, by=installation.manager)
    assert account.roles == (("area-editor", "area", 1), ("area-editor", "area", 2))


async def test_a_new_role_is_behind_a_new_session(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl")
    async with installation.state.database.write() as session:
        made = await service.account_by_email(session, "a@voorbeeld.nl")
        await service.grant_role(
            session, made, "platform-manager", by=installation.manager, roles=installation.roles
        )
    assert (await client.get("/mijn")).status_code == 303
    await installation.log_in(client, made)
    assert (await client.get("/beheer")).status_code == 200


async def test_only_who_looks_after_accounts_may_touch_them(installation: Any) -> None:
    resident = Member(1, "a@voorbeeld.nl", "", grants_of([], installation.roles))
    async with installation.state.database.write() as session:
        with pytest.raises(Forbidden):
            await service.create_account(session, "b@voorbeeld.nl", by=resident)
        with pytest.raises(Forbidden):
            await service.list_accounts(session, by=resident)
        with pytest.raises(Forbidden):
            await service.grant_role(
                session, 1, "platform-manager", by=resident, roles=installation.roles
            )


async def test_my_page_shows_who_i_am_and_what_for(installation: Any) -> None:
    client = await installation.logged_in(
        "jan@voorbeeld.nl", "area-editor", scope="area", id_=installation.area_id
    )
    page = await client.get("/mijn")
    assert "jan@voorbeeld.nl" in page.text
    assert "Buurtredacteur: Proefstad" in page.text
