"""A small plugin for the tests of hooks: it answers what a test gives, and has its own kind."""

from types import ModuleType

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.checks import check_registry
from core.content.models import Content
from core.db.base import BIG
from core.imports.content_columns import CONTENT_COLUMNS
from core.imports.content_target import ContentTarget
from core.loading import build_registry
from hooks import ContentKind, ImportSpec, PluginInfo, hookimpl


class Thing(Content):
    """A kind of content of the small plugin."""

    __tablename__ = "little_thing"
    id: Mapped[int] = mapped_column(BIG, ForeignKey("content.id"), primary_key=True)
    __mapper_args__ = {  # noqa: RUF012
        "polymorphic_identity": "thing",
        "inherit_condition": id == Content.id,
    }


class ThingTarget(ContentTarget):
    kind = "thing"
    table = Thing.__table__


KIND = ContentKind("thing", Thing, "Ding", "Dingen", "/dingen", "book")
SPEC = ImportSpec("things", "Dingen", "thing", CONTENT_COLUMNS, ThingTarget())


def registry_of(tmp_path, **answers):
    """Build a registry of core and one plugin that answers hooks with what is given."""
    module = ModuleType("little")
    module.__file__ = str(tmp_path / "plugin.py")
    info = PluginInfo("little", "Klein", "Om te proberen.", "1.0", prefix="little")
    for name, answer in {"register_plugin": info, **answers}.items():
        setattr(module, name, hookimpl(specname=name)(lambda answer=answer: answer))
    registry = build_registry(only=(), extra={"little": module})
    check_registry(registry)
    return registry
