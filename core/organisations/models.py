"""Tables of organisations, and of who asks to look after one."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

import core.accounts.models  # noqa: F401 - the tables that claims refer to
from core.content.models import Content
from core.db import Base, Identifier, Reference
from core.db.base import BIG


class Organisation(Content):
    """Who offers something: an association, a volunteer group, a municipality's desk."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(
        BIG, ForeignKey("content.id", ondelete="CASCADE"), primary_key=True
    )
    nature: Mapped[str] = mapped_column(String(100), default="")
    """What sort of organisation it is, in words: "sportvereniging", "bewonersgroep"."""

    claimed_at: Mapped[datetime | None]
    """Since when people of the organisation look after it; null for one that was imported."""

    __mapper_args__ = {  # noqa: RUF012
        "polymorphic_identity": "organisation",
        "inherit_condition": id == Content.id,
    }


class OrganisationClaim(Base):
    """Somebody who says that an organisation is theirs: a registration, or an entry that was
    imported and is now claimed."""

    __tablename__ = "organisation_claim"
    __table_args__ = (
        Index("ix_organisation_claim_organisation", "organisation_id"),
        Index("ix_organisation_claim_state", "state", "id"),
    )

    id: Mapped[Identifier]
    organisation_id: Mapped[Reference] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    """``registration``, ``invited`` (we wrote to the address we had) or ``claim`` (they came)."""
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    """E.164, of the person: for the editor only, never shown to visitors."""
    account_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20))
    """``unconfirmed`` (the address was not proved yet), ``open``, ``approved`` or ``refused``."""
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    reason: Mapped[str] = mapped_column(Text, default="")
