"""Migrations: one linear history and one version table per owner, core first."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from core.db.engine import make_engine
from core.errors import ConfigurationError

if TYPE_CHECKING:
    from core.registry import Registry

CORE = Path(__file__).resolve().parent.parent
LOCK = 0x42757572
"""Any number that nobody else uses: the advisory lock of PostgreSQL while migrating."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose history it is, where its revisions are, and which tables it looks after."""

    name: str
    versions: Path
    tables: frozenset[str]

    @property
    def version_table(self) -> str:
        """The table that holds the owner's revision."""
        return f"alembic_version_{self.name}"


@dataclass(frozen=True, slots=True)
class Status:
    """Where the database is and where the code wants it, per owner."""

    owner: str
    current: str | None
    head: str | None

    @property
    def is_current(self) -> bool:
        """Whether nothing is to do."""
        return self.current == self.head


def owners(registry: "Registry") -> list[Owner]:
    """Return those who have migrations, in the order in which they run."""
    found = []
    for loaded in registry.plugins:
        name = loaded.info.name
        tables = frozenset(
            owned.item.__table__.name for owned in registry.models if owned.plugin == name
        )
        if tables or (loaded.folder / "migrations").is_dir():
            found.append(Owner(name, loaded.folder / "migrations" / "versions", tables))
    return found


def config_for(owner: Owner, connection: Connection | None) -> Config:
    """Return Alembic's configuration for one owner; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(CORE / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(owner.versions).replace("%", "%%"))
    config.attributes.update(connection=connection, owner=owner)
    return config


def read_status(connection: Connection, registry: "Registry") -> list[Status]:
    """Return where each owner is."""
    found = []
    for owner in owners(registry):
        context = MigrationContext.configure(
            connection, opts={"version_table": owner.version_table}
        )
        head = ScriptDirectory.from_config(config_for(owner, None)).get_current_head()
        found.append(Status(owner.name, context.get_current_revision(), head))
    return found


def upgrade_connection(connection: Connection, registry: "Registry") -> None:
    """Bring every owner to its head; on SQLite the connection must not enforce foreign keys."""
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("pragma foreign_keys").scalar():
            raise ConfigurationError("Migrations need a connection without foreign keys.")
    else:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": LOCK})
    connection.commit()  # Alembic keeps to its own transactions only outside one of ours
    for owner in owners(registry):
        command.upgrade(config_for(owner, connection), "head")
        connection.commit()
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
        if broken:
            raise ConfigurationError(f"Rows refer to missing rows after migrating: {broken[:5]}")
    else:
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": LOCK})
        connection.commit()


async def on_migration_connection(url: str, work: Callable[[Connection], None]) -> None:
    """Run ``work`` on a connection that is fit for migrations."""
    if url.startswith("sqlite"):
        Path(url.split("///", 1)[1]).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url, foreign_keys=False)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(work)
    finally:
        await engine.dispose()


async def upgrade_all(url: str, registry: "Registry") -> None:
    """Bring the database at ``url`` to what the installed code needs."""
    await on_migration_connection(url, lambda connection: upgrade_connection(connection, registry))


def new_revision(owner: Owner, connection: Connection, message: str) -> None:
    """Write a revision file from the difference between models and database."""
    number = len(list(owner.versions.glob(f"{owner.name}_*.py"))) + 1
    command.revision(
        config_for(owner, connection),
        message=message,
        autogenerate=True,
        rev_id=f"{owner.name}_{number:04d}",
        version_path=str(owner.versions),
    )
