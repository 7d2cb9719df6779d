"""Tables of accounts: how they log in, their sessions, their roles, and links sent by mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Identifier, Reference
from core.db.base import BIG, EMPTY


class Account(Base):
    """A person who can log in; the address is kept folded to lower case."""

    __tablename__ = "account"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012
    """The number of an account that went is never given again: the log knows people by it."""

    id: Mapped[Identifier]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    is_active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(10), default="nl", server_default="nl")
    """The language of mail to this person."""
    password_hash: Mapped[str] = mapped_column(String(200), default="", server_default=EMPTY)
    """Argon2id, with its parameters; empty for who logs in by mail only."""


class RoleGrant(Base):
    """A role of an account, always *for* something: the platform, an area or an organisation.

    ``scope_id`` is 0 for the platform, else the id of the area or of the content.
    """

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "scope", "scope_id"),)

    id: Mapped[Identifier]
    account_id: Mapped[Reference] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(50))
    scope: Mapped[str] = mapped_column(String(20))
    scope_id: Mapped[int] = mapped_column(BIG, default=0)


class LoginSession(Base):
    """A logged-in browser; only the SHA-256 of its 256-bit id is stored."""

    __tablename__ = "login_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[Reference] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(100), default="", server_default=EMPTY)
    """The browser and system in words, to recognise it in a list: "Firefox op Windows"."""
    verified_at: Mapped[datetime | None]
    """When the second factor was given in this session."""


class AccessToken(Base):
    """A secret in a link: for one purpose and one subject, until it expires or is spent.

    Only its SHA-256 is stored; the site that it is good on is part of what was hashed.
    """

    __tablename__ = "access_token"
    __table_args__ = (
        Index("ix_access_token_subject", "purpose", "subject"),
        Index("ix_access_token_expires", "expires_at"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(50))
    """What it is for, as ``login`` or ``organisations.claim``."""
    subject: Mapped[str] = mapped_column(String(254))
    """Who or what it is about: the id of an account or an entry, or an address."""
    account_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    data: Mapped[Any] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """A role offered to an address, for something; whoever reads that mail may accept."""

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_scope", "scope", "scope_id"),)

    id: Mapped[Identifier]
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(50))
    scope: Mapped[str] = mapped_column(String(20))
    scope_id: Mapped[int] = mapped_column(BIG, default=0)
    invited_by: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(20), default="")
    """``accepted``, ``declined`` or ``withdrawn``; empty while it is open."""


class SecondFactor(Base):
    """A second proof of an account: an authenticator app or a passkey."""

    __tablename__ = "second_factor"

    id: Mapped[Identifier]
    account_id: Mapped[Reference] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    """``totp`` or ``passkey``."""
    label: Mapped[str] = mapped_column(String(100), default="")
    secret: Mapped[str] = mapped_column(String(300), default="")
    """Of an app: its key, encrypted with the secret of the installation."""
    last_step: Mapped[int] = mapped_column(BIG, default=0)
    """Of an app: the half minute of the last code, which never works again."""
    credential_id: Mapped[str | None] = mapped_column(String(700), unique=True)
    """Of a passkey, as base64url."""
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BIG, default=0)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    """When it was first used; until then it opens nothing."""


class RecoveryCode(Base):
    """A way in for who lost the second factor; each works once."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[Reference] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
