"""Tables of accounts, their sessions, login links and role grants."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Identifier, Reference
from core.db.base import BIG


class Account(Base):
    """A person who can log in; the address is kept folded to lower case."""

    __tablename__ = "account"

    id: Mapped[Identifier]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    is_active: Mapped[bool] = mapped_column(default=True)


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


class LoginToken(Base):
    """A login link: used once, within its time, by pressing a button."""

    __tablename__ = "login_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[Reference] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
