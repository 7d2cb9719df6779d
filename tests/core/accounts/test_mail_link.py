"""A login link by mail: for whoever we know, and the same answer for whoever we do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, select

from core.accounts.login_views import PER_ADDRESS, PER_NETWORK, WINDOW
from core.accounts.models import Account
from core.clock import frozen, now
from core.db.changes import touch
from core.mail.models import OutboxMail
from core.neighbourhoods.models import Site

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
KNOWN, UNKNOWN = "jan@voorbeeld.nl", "wie@voorbeeld.nl"


async def ask(client: Any, email: str, **more: str) -> Any:
    return await client.post("/inloggen", headers=OURS, data={"email": email, **more})


async def mails(installation: Any) -> list[OutboxMail]:
    async with installation.state.database.read() as session:
        return list(await session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


@contextmanager
def heard(installation: Any) -> Iterator[list[str]]:
    """Hear every statement, parameters aside."""
    said: list[str] = []
    engine = installation.state.database.engine.sync_engine

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_known_address_gets_a_link_that_logs_in_and_leads_on(installation: Any) -> None:
    await installation.account(KNOWN)
    async with installation.client() as client:
        asked = await ask(client, " Jan@Voorbeeld.NL", volgende="/organisaties?q=a")
        assert asked.headers["location"] == "/inloggen?gestuurd=1"
        assert "Kijk in je mail" in (await client.get(asked.headers["location"])).text
        (mail,) = await mails(installation)
        assert (mail.kind, mail.address) == ("core.login", KNOWN)
        shown = await client.get(mail.data["path"])
        assert 'name="volgende" value="/organisaties?q=a"' in shown.text
        path = mail.data["path"].partition("?")[0]
        done = await client.post(path, headers=OURS, data={"volgende": "/mijn"})
        assert done.headers["location"] == "/mijn"
        assert (await client.get("/mijn")).status_code == 200


async def test_known_and_unknown_addresses_cannot_be_told_apart(installation: Any) -> None:
    await installation.account(KNOWN)
    answers, statements = [], []
    for email in (UNKNOWN, KNOWN, UNKNOWN):
        async with installation.client() as client:
            with heard(installation) as said:
                answer = await ask(client, email)
        answers.append((answer.status_code, answer.content, sorted(answer.headers.multi_items())))
        statements.append(said)
    assert answers[0] == answers[1] == answers[2]
    same = [[text for text in said if "SAVEPOINT" not in text] for said in statements]
    assert same[1] == same[2]
    assert [len(said) for said in statements[1:]] == [len(statements[1])] * 2
    assert [mail.address for mail in await mails(installation)] == [KNOWN]


async def test_an_account_that_is_switched_off_gets_no_mail(installation: Any) -> None:
    await installation.account(KNOWN)
    async with installation.state.database.write() as session:
        account = await session.scalar(select(Account))
        account.is_active = False
    async with installation.client() as client:
        assert (await ask(client, KNOWN)).status_code == 303
    assert await mails(installation) == []


async def test_what_is_no_address_comes_back_with_help(installation: Any) -> None:
    async with installation.client() as client:
        for typed in ("", "jan", "jan@", "<script>@x", "a@b.nl\r\nBcc: c@d.nl"):
            answer = await ask(client, typed)
            assert answer.status_code == 422, typed
            assert "error-summary" in answer.text, typed
            assert 'href="#email"' in answer.text, typed
        assert 'value="jan"' in (await ask(client, "jan")).text
    assert await mails(installation) == []


async def test_one_address_is_not_flooded_with_mail(installation: Any) -> None:
    await installation.account(KNOWN)
    start = now()
    async with installation.client() as client:
        with frozen(start):
            for email in (KNOWN, UNKNOWN):
                found = [(await ask(client, email)).status_code for _ in range(PER_ADDRESS + 1)]
                assert found == [303] * PER_ADDRESS + [429]
            late = await ask(client, KNOWN)
            assert late.headers["retry-after"]
            assert "Wacht even" in late.text
        with frozen(start + timedelta(seconds=WINDOW + 1)):
            assert (await ask(client, KNOWN)).status_code == 303


async def test_one_network_does_not_try_a_list_of_addresses(installation: Any) -> None:
    async with installation.client() as client:
        with frozen(now()):
            for number in range(PER_NETWORK):
                assert (await ask(client, f"a{number}@voorbeeld.nl")).status_code == 303
            assert (await ask(client, "een-meer@voorbeeld.nl")).status_code == 429


async def test_a_link_asked_on_another_site_is_of_that_site(installation: Any) -> None:
    await installation.account(KNOWN)
    async with installation.state.database.write() as session:
        site = Site(area_id=installation.area_id, name="Wijk", hostname="wijk.example")
        session.add(site)
        touch(session)
    there = "http://wijk.example"
    from_there = {"origin": there, "sec-fetch-site": "same-origin"}
    async with installation.client(there) as client, installation.client() as here:
        await client.post("/inloggen", headers=from_there, data={"email": KNOWN})
        (mail,) = await mails(installation)
        assert mail.site_id == site.id
        assert (await here.post(mail.data["path"], headers=OURS)).status_code == 404
        assert (await client.post(mail.data["path"], headers=from_there)).status_code == 303


async def test_a_form_of_another_site_asks_for_no_mail(installation: Any) -> None:
    await installation.account(KNOWN)
    foreign = {"origin": "https://kwaad.example", "sec-fetch-site": "cross-site"}
    async with installation.client() as client:
        answer = await client.post("/inloggen", headers=foreign, data={"email": KNOWN})
    assert answer.status_code == 403
    assert await mails(installation) == []
