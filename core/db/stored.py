"""What the platform manager sets in the database: switched plugins and stored settings."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base


class PluginSwitch(Base):
    """Whether an installed plugin is on; without a row its own default counts."""

    __tablename__ = "plugin_switch"

    plugin: Mapped[str] = mapped_column(String(60), primary_key=True)
    is_enabled: Mapped[bool]


class StoredSetting(Base):
    """A setting that a plugin or core declared, as JSON."""

    __tablename__ = "stored_setting"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
