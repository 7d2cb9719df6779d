"""Alembic's environment, one for core and every plugin."""

from alembic import context

from core.db import Base, UTCDateTime

owner = context.config.attributes["owner"]
connection = context.config.attributes["connection"]


def include_name(name, type_, parents):
    """Look only at the owner's own tables."""
    return name in owner.tables if type_ == "table" else True


def include_object(obj, name, type_, reflected, compare_to):
    """Look only at the owner's own tables, and at indexes that this database is to have."""
    if type_ == "index" and obj.info.get("only_on", connection.dialect.name) != (
        connection.dialect.name
    ):
        return False
    return name in owner.tables if type_ == "table" else True


def render_item(type_, obj, autogen_context):
    """Write our time type as the plain one: a revision must not need today's code."""
    if type_ == "type" and isinstance(obj, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table=owner.version_table,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    transaction_per_migration=True,
    compare_type=True,
    compare_server_default=True,
    include_name=include_name,
    include_object=include_object,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
