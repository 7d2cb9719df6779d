"""The installation's settings, read once from the environment into one frozen object."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import ConfigurationError

SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator sets outside the database; every field is ``BUURTBASIS_<NAME>``."""

    data_dir: Path
    database_url: str
    secret: str
    redis_url: str | None = None
    smtp_url: str | None = None
    mail_from: str | None = None
    """Who mail is from, as ``Name <address>``; None is no-reply at the host of ``base_url``."""
    hosts: tuple[str, ...] = ()
    plugins: tuple[str, ...] | None = None
    """Names of the plugins to load; None loads every installed one."""
    plugins_block: tuple[str, ...] = ()
    templates_dir: Path | None = None
    """Folder of the site's owner, whose templates win over core's and the plugins'."""
    tile_url: str | None = None
    """Address of map tiles with ``{z}/{x}/{y}``; without it the map shows boundaries only."""
    trusted_proxies: tuple[str, ...] = ()
    rate_limit: int = 1200
    """Requests a visitor may make in a minute before 429."""
    base_url: str = "http://127.0.0.1:8000"

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from ``environ``; raises ConfigurationError with the variable's name."""

    def get(name: str) -> str | None:
        return environ.get(f"BUURTBASIS_{name}", "").strip() or None

    data_dir = Path(get("DATA_DIR") or "data").resolve()
    url = _async_url(get("DATABASE_URL") or f"sqlite:///{data_dir / 'buurtbasis.db'}")
    names = get("PLUGINS")
    templates = get("TEMPLATES_DIR")
    return Settings(
        data_dir=data_dir,
        database_url=url,
        secret=_secret(get("SECRET"), data_dir, embedded=url.startswith("sqlite")),
        redis_url=get("REDIS_URL"),
        smtp_url=get("SMTP_URL"),
        mail_from=get("MAIL_FROM"),
        hosts=_words(get("HOSTS")),
        plugins=None if names is None else _words(names),
        plugins_block=_words(get("PLUGINS_BLOCK")),
        templates_dir=Path(templates) if templates else None,
        tile_url=get("TILE_URL"),
        trusted_proxies=_words(get("TRUSTED_PROXIES")),
        rate_limit=_number("RATE_LIMIT", get("RATE_LIMIT"), 1200),
        base_url=get("BASE_URL") or "http://127.0.0.1:8000",
    )


def _words(value: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (value or "").split(",") if word.strip())


def _number(name: str, value: str | None, default: int) -> int:
    if value is None:
        return default
    if not value.isdecimal() or int(value) < 1:
        raise ConfigurationError(f"BUURTBASIS_{name} must be a whole number above 0.")
    return int(value)


def _async_url(url: str) -> str:
    for plain, driver in (
        ("sqlite://", "sqlite+aiosqlite://"),
        ("postgresql://", "postgresql+asyncpg://"),
        ("postgres://", "postgresql+asyncpg://"),
    ):
        if url.startswith(plain):
            return driver + url.removeprefix(plain)
    if url.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
        return url
    raise ConfigurationError("BUURTBASIS_DATABASE_URL must start with sqlite:// or postgresql://.")


def _secret(given: str | None, data_dir: Path, *, embedded: bool) -> str:
    if given is not None:
        if len(given) < SHORTEST_SECRET:
            raise ConfigurationError(
                f"BUURTBASIS_SECRET must have at least {SHORTEST_SECRET} characters."
            )
        return given
    if not embedded:
        raise ConfigurationError("BUURTBASIS_SECRET is needed with PostgreSQL: a long random text.")
    return _stored_secret(data_dir / "secret")


def _stored_secret(file: Path) -> str:
    """Return the secret kept beside the embedded database, made at the first start."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), "utf-8")
    return file.read_text("utf-8").strip()
