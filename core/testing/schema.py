"""Migrations under test: up, down, what autogenerate finds, and what the schema then is."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from core.db.migrate import config_for, differences, on_migration_connection, owners, upgrade_all

if TYPE_CHECKING:
    from core.registry import Registry

SQLITE = """
select type || ' ' || name || coalesce(' ' || sql, '') from sqlite_master
where name not like 'sqlite_%' and name not like 'alembic_version%'
    and name not like '%\\_fts\\_%' escape '\\'
"""
POSTGRESQL = (
    """
select 'column ' || table_name || '.' || column_name || ' ' || data_type
    || coalesce('(' || character_maximum_length || ')', '')
    || coalesce(' collate ' || collation_name, '')
    || case is_nullable when 'NO' then ' not null' else '' end
    || coalesce(' default ' || column_default, '') || coalesce(' as ' || generation_expression, '')
from information_schema.columns where table_schema = current_schema()
""",
    "select 'index ' || indexdef from pg_indexes where schemaname = current_schema()",
    """
select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
from pg_constraint
where connamespace = current_schema()::regnamespace and conrelid <> 0 and contype <> 'n'
""",
    "select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    """
select 'function ' || pg_get_functiondef(p.oid) from pg_proc p
where pronamespace = current_schema()::regnamespace and prokind = 'f'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
""",
    "select 'extension ' || extname from pg_extension",
)


def on_connection(url: str, work: Callable[[Connection], None]) -> None:
    """Run ``work`` on a connection that is fit for migrations; not inside an event loop."""
    asyncio.run(on_migration_connection(url, work))


def upgrade(url: str, registry: "Registry") -> None:
    """Bring every owner to its head."""
    asyncio.run(upgrade_all(url, registry))


def downgrade(url: str, registry: "Registry", *names: str) -> None:
    """Take back every migration of the owners of these names (none: all), the last owner first."""

    def work(connection: Connection) -> None:
        connection.commit()
        for owner in reversed(owners(registry)):
            if not names or owner.name in names:
                command.downgrade(config_for(owner, connection), "base")
                connection.commit()

    on_connection(url, work)


def found_differences(url: str, registry: "Registry") -> list[str]:
    """Return what autogenerate would change."""
    found: list[str] = []
    on_connection(url, lambda connection: found.extend(differences(connection, registry)))
    return found


def revisions(registry: "Registry", name: str) -> list[str]:
    """Return the revisions of an owner, oldest first; raises when there is more than one line."""
    for owner in owners(registry):
        if owner.name == name:
            script = ScriptDirectory.from_config(config_for(owner, None))
            return [found.revision for found in script.walk_revisions()][::-1]
    return []


def fingerprint(url: str) -> str:
    """Return the schema as sorted lines: tables, indexes, constraints, triggers and full text.

    Autogenerate looks at tables and plain indexes only.
    """
    lines: list[str] = []

    def look(connection: Connection) -> None:
        statements = (SQLITE,) if connection.dialect.name == "sqlite" else POSTGRESQL
        for statement in statements:
            lines.extend(" ".join(row[0].split()) for row in connection.execute(text(statement)))

    on_connection(url, look)
    return "".join(f"{line}\n" for line in sorted(lines) if "alembic_version" not in line)
