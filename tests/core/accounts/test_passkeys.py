"""Passkeys answer one question of one session on one site, and whatever else comes is refused."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url, encode_cbor

from core.accounts.models import SecondFactor

BASE = "http://127.0.0.1:8000"
OURS = {"origin": BASE, "sec-fetch-site": "same-origin"}
STEP, PAGE = "/inloggen/tweede-stap", "/mijn/beveiliging/passkey"
EMAIL = "jan@voorbeeld.nl"


@dataclass
class Key:
    """A key made of software, as a browser passes its answers on."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = b"a key of sixteen"
    count: int = 0

    def make(self, options: dict[str, Any], origin: str = BASE) -> str:
        """Answer the question for a new key."""
        numbers = self.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        about = bytes(16) + len(self.id).to_bytes(2) + self.id + encode_cbor(cose)
        data = self._data(options["rp"]["id"], 0x45) + about
        made = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        said = {"attestationObject": bytes_to_base64url(made)}
        return self._answer("webauthn.create", options, origin, said)

    def sign(self, options: dict[str, Any], origin: str = BASE, host: str = "") -> str:
        """Answer the question for a key that there is."""
        self.count += 1
        data = self._data(host or options["rpId"], 0x05)
        client = self._client("webauthn.get", options, origin)
        signed = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signed),
        }
        return self._answer("webauthn.get", options, origin, said)

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, options: dict[str, Any], origin: str) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": origin}
        return json.dumps(said).encode()

    def _answer(self, kind: str, options: Any, origin: str, said: dict[str, str]) -> str:
        id_ = bytes_to_base64url(self.id)
        client = bytes_to_base64url(self._client(kind, options, origin))
        response = {"clientDataJSON": client, **said}
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response})


def csrf_of(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(_csrf)" value="([^"]+)"', text))


async def asked(client: Any, path: str) -> dict[str, Any]:
    """Return a question, as the script of the page gets it."""
    proof = csrf_of((await client.get("/mijn")).text).get("_csrf", "")
    answer = await client.post(path, headers={**OURS, "x-csrftoken": proof})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found


async def add(client: Any, answer: str, label: str = "Mijn telefoon") -> Any:
    csrf = csrf_of((await client.get("/mijn")).text)
    data = {**csrf, "credential": answer, "label": label}
    return await client.post(PAGE, headers=OURS, data=data)


async def with_key(installation: Any, email: str = EMAIL) -> tuple[Any, Key]:
    """Return a member's browser and the key that was added in it."""
    client, key = await installation.logged_in(email), Key(id=email.encode())
    made = await add(client, key.make(await asked(client, f"{PAGE}/vraag")))
    assert made.status_code == 200, made.text
    assert made.text.count("<code") == 10
    return client, key


async def half_way(installation: Any, account: int = 1) -> Any:
    client = installation.client()
    await client.post(await installation.link(account), headers=OURS)
    return client


async def give(client: Any, answer: str) -> int:
    done = await client.post(STEP, headers=OURS, data={"credential": answer})
    return int(done.status_code)


async def test_a_key_is_made_and_logs_in(installation: Any) -> None:
    _client, key = await with_key(installation)
    client = await half_way(installation)
    question = await asked(client, f"{STEP}/vraag")
    assert [known["id"] for known in question["allowCredentials"]] == [bytes_to_base64url(key.id)]
    assert await give(client, key.sign(question)) == 303
    assert (await client.get("/mijn")).status_code == 200


async def test_a_question_is_answered_once(installation: Any) -> None:
    _client, key = await with_key(installation)
    first, second = [await half_way(installation) for _ in range(2)]
    question = await asked(first, f"{STEP}/vraag")
    answer = key.sign(question)
    assert await give(second, answer) == 422, "it was asked in another browser"
    assert await give(first, answer) == 422, "and is used up by that"
    answer = key.sign(await asked(first, f"{STEP}/vraag"))
    assert await give(first, answer) == 303
    assert await give(second, answer) == 422


async def test_what_another_site_or_another_key_signed_is_refused(installation: Any) -> None:
    _client, key = await with_key(installation)
    stranger = Key(id=key.id)
    for sign in (
        lambda question: key.sign(question, origin="https://kwaad.example"),
        lambda question: key.sign(question, host="kwaad.example"),
        lambda question: stranger.sign(question),
        lambda question: key.sign({**question, "challenge": bytes_to_base64url(b"x" * 43)}),
    ):
        client = await half_way(installation)
        assert await give(client, sign(await asked(client, f"{STEP}/vraag"))) == 422


async def test_a_copy_of_a_key_that_counts_is_found_out(installation: Any) -> None:
    _client, key = await with_key(installation)
    copy = Key(key.private, key.id, key.count)
    for signer, expected in ((key, 303), (key, 303), (copy, 422)):
        client = await half_way(installation)
        assert await give(client, signer.sign(await asked(client, f"{STEP}/vraag"))) == expected


async def test_the_key_of_another_account_opens_nothing(installation: Any) -> None:
    await with_key(installation)
    _other, theirs = await with_key(installation, "bep@voorbeeld.nl")
    client = await half_way(installation)
    assert await give(client, theirs.sign(await asked(client, f"{STEP}/vraag"))) == 422


ODD = ("x", "[]", "{}", "null", "1", "[" * 5000, '{"response": 1}', '{"response": {}}',
       '{"id": "x", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": "eA"}}',
       '{"response": {"clientDataJSON": "' + "A" * 3000 + '"}}')  # fmt: skip


@pytest.mark.parametrize("answer", ODD)
async def test_what_no_key_says_is_refused_with_help(installation: Any, answer: str) -> None:
    client = await installation.logged_in(EMAIL)
    refused = await add(client, answer)
    assert refused.status_code == 422
    assert 'href="#label"' in refused.text


async def test_an_answer_without_its_parts_is_refused(installation: Any) -> None:
    client, key = await with_key(installation)
    for part in ("attestationObject", "clientDataJSON"):
        whole = json.loads(Key().make(await asked(client, f"{PAGE}/vraag")))
        del whole["response"][part]
        assert (await add(client, json.dumps(whole))).status_code == 422, part
    for change in ({"type": "x"}, {"id": "x" * 2000}, {"rawId": 5}, {"response": []}):
        half = await half_way(installation)
        whole = json.loads(key.sign(await asked(half, f"{STEP}/vraag")))
        assert await give(half, json.dumps({**whole, **change})) == 422, change


async def test_a_key_is_added_once_and_has_a_name(installation: Any) -> None:
    client, key = await with_key(installation)
    question = await asked(client, f"{PAGE}/vraag")
    assert question["excludeCredentials"][0]["id"] == bytes_to_base64url(key.id)
    assert (await add(client, key.make(question))).status_code == 422
    for label in ("", "x" * 101):
        fresh = Key(id=b"another")
        made = await add(client, fresh.make(await asked(client, f"{PAGE}/vraag")), label)
        assert made.status_code == 422
    other = await add(
        client, Key(id=b"another").make(await asked(client, f"{PAGE}/vraag")), "Stick"
    )
    assert other.status_code == 303, "no new recovery codes"
    async with installation.state.database.read() as session:
        rows = (await session.scalars(select(SecondFactor).order_by(SecondFactor.id))).all()
    assert [(row.kind, row.label) for row in rows] == [
        ("passkey", "Mijn telefoon"),
        ("passkey", "Stick"),
    ]


async def test_nobody_is_asked_who_is_not_half_way(installation: Any) -> None:
    async with installation.client() as guest:
        assert (await guest.post(f"{STEP}/vraag", headers=OURS)).status_code == 403
        assert (await guest.post(f"{PAGE}/vraag", headers=OURS)).status_code == 403


async def test_a_member_renames_only_own_keys(installation: Any) -> None:
    await with_key(installation)
    other = await installation.logged_in("bep@voorbeeld.nl")
    data = {**csrf_of((await other.get("/mijn")).text), "label": "Van mij"}
    answer = await other.post("/mijn/beveiliging/stap/1/naam", headers=OURS, data=data)
    assert answer.status_code == 404
