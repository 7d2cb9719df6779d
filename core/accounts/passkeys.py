"""Passkeys: a key in a phone, a computer or a stick that signs a question which we ask once."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import webauthn
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json,
    parse_client_data_json,
)
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from core.accounts import access
from core.accounts.models import SecondFactor
from core.clock import now
from core.errors import Gone, NotFound

KIND = "passkey"
PURPOSE = "accounts.passkey"
LASTS = timedelta(minutes=5)
LONGEST_ID = 700
"""Of a key's name for itself, as the table takes it."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a question is asked: which site, by which session; the answer counts only there."""

    host: str
    origin: str
    name: str
    place: str
    session_hash: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key that a browser made."""

    credential_id: str
    public_key: bytes
    sign_count: int


async def ask_new(session: AsyncSession, account_id: int, email: str, door: Door) -> str:
    """Return, as JSON, what a browser needs to make a key for this site."""
    options = webauthn.generate_registration_options(
        rp_id=door.host, rp_name=door.name, user_name=email, user_display_name=email,
        user_id=hashlib.sha256(f"{door.host}\0{account_id}".encode()).digest(),
        challenge=await _challenge(session, account_id, door),
        exclude_credentials=await _known(session, account_id),
    )  # fmt: skip
    return options_to_json(options)


async def ask_known(session: AsyncSession, account_id: int, door: Door) -> str:
    """Return, as JSON, what a browser needs to sign with a key of this account."""
    options = webauthn.generate_authentication_options(
        rp_id=door.host, challenge=await _challenge(session, account_id, door),
        allow_credentials=await _known(session, account_id),
    )  # fmt: skip
    return options_to_json(options)


async def read_new(
    session: AsyncSession, account_id: int, answer: str, door: Door
) -> Passkey | None:
    """Return the key that a browser made on our question; None for any other answer."""
    found = _read(answer)
    if found is None or not await _spend(session, account_id, found, door):
        return None
    try:
        made = webauthn.verify_registration_response(
            credential=found, expected_challenge=_asked(found), expected_rp_id=door.host,
            expected_origin=door.origin,
        )  # fmt: skip
    except Exception:  # whatever a browser may send: it is not an answer of a key
        return None
    id_ = bytes_to_base64url(made.credential_id)
    if len(id_) > LONGEST_ID:
        return None
    return Passkey(id_, made.credential_public_key, made.sign_count)


async def keep(session: AsyncSession, account_id: int, key: Passkey, label: str) -> bool:
    """Store a key of an account; returns False for one that is stored already."""
    at = now()
    made = SecondFactor(
        account_id=account_id, kind=KIND, label=label, credential_id=key.credential_id,
        public_key=key.public_key, sign_count=key.sign_count, created_at=at, used_at=at,
        confirmed_at=at,
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return False
    return True


async def check_key(session: AsyncSession, account_id: int, answer: str, door: Door) -> bool:
    """Whether a key of this account signed our question; a question is answered once."""
    found = _read(answer)
    if found is None or not await _spend(session, account_id, found, door):
        return False
    row = await session.scalar(
        select(SecondFactor).where(
            SecondFactor.account_id == account_id, SecondFactor.kind == KIND,
            SecondFactor.credential_id == str(found.get("id", "")),
        )
    )  # fmt: skip
    if row is None or row.public_key is None:
        return False
    try:
        signed = webauthn.verify_authentication_response(
            credential=found, expected_challenge=_asked(found), expected_rp_id=door.host,
            expected_origin=door.origin, credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
        )  # fmt: skip
    except Exception:  # whatever a browser may send: it is not signed by this key
        return False
    values = {"sign_count": signed.new_sign_count, "used_at": now()}
    await session.execute(update(SecondFactor).where(SecondFactor.id == row.id).values(values))
    return True


async def _challenge(session: AsyncSession, account_id: int, door: Door) -> bytes:
    secret = await access.issue(
        session, PURPOSE, door.session_hash, LASTS, account_id=account_id, place=door.place
    )
    return secret.encode()


async def _known(session: AsyncSession, account_id: int) -> list[PublicKeyCredentialDescriptor]:
    ids = await session.scalars(
        select(SecondFactor.credential_id).where(
            SecondFactor.account_id == account_id, SecondFactor.kind == KIND
        )
    )
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(id_)) for id_ in ids if id_]


def _read(answer: str) -> dict[str, Any] | None:
    """Return an answer of a browser, if a question can be found in it."""
    try:
        found = json.loads(answer)
        _asked(found)
    except Exception:  # not JSON, too deep, without the parts that it should have
        return None
    return dict(found)


def _asked(found: dict[str, Any]) -> bytes:
    data = base64url_to_bytes(found["response"]["clientDataJSON"])
    return parse_client_data_json(data).challenge


async def _spend(session: AsyncSession, account_id: int, found: dict[str, Any], door: Door) -> bool:
    """Use the question up; it must be the one that was asked in this session."""
    try:
        secret = _asked(found).decode("ascii")
        spent = await access.spend(session, PURPOSE, secret, place=door.place)
    except (UnicodeDecodeError, NotFound, Gone):
        return False
    return spent.account_id == account_id and spent.subject == door.session_hash
