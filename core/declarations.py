"""What plugins tell core, as frozen dataclasses: they are asked once, at start, and never change.

A declaration may hold an async callable: that one runs with a request's session later. Callables
get a SQLAlchemy ``AsyncSession`` (written ``Session`` here, since this module imports nothing).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

Session = Any


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """Who a plugin is. ``prefix`` starts the names of its tables."""

    name: str
    label: str
    summary: str
    version: str
    prefix: str
    requires: tuple[str, ...] = ()
    enabled_by_default: bool = True


@dataclass(frozen=True, slots=True)
class FreshnessPolicy:
    """How long an entry stands on each step of the freshness ladder without a word from its people.

    Every wait counts from the day on which the step before it really happened.
    """

    confirm_after: timedelta = timedelta(days=91)
    """From the last word to the mail that asks whether it is still right."""
    remind_after: timedelta = timedelta(days=14)
    """From that mail to the second one."""
    call_after: timedelta = timedelta(days=14)
    """From the second mail to the call list."""
    hide_after: timedelta = timedelta(days=14)
    """From the call list, or from the last date, until it is hidden."""
    archive_after: timedelta = timedelta(days=180 - 42)
    purge_after: timedelta = timedelta(days=365 - 180)


@dataclass(frozen=True, slots=True)
class CardExtra:
    """What a kind adds to the card of an entry; an empty text is left out."""

    when: str = ""
    time: str = ""
    price: str = ""
    place: str = ""
    """Where it is, in place of the address: "online"."""
    cancelled: bool = False
    until: datetime | None = None
    """When this is no longer right; the page with the card expires then."""


LoadCards = Callable[[Session, Sequence[int], datetime, Any], Awaitable[Mapping[int, CardExtra]]]
"""Loads what a kind adds to the cards of ids, in one statement; gets a ``core.words.Words`` too."""


@dataclass(frozen=True, slots=True)
class ContentKind:
    """A kind of public entry; with it come lists, search, freshness and the neighbourhood page.

    ``path`` is the address of the list; an entry lives at ``path/<slug>``. ``edit_path`` is where
    its own people change it, with ``{slug}`` in it. ``moved`` gets the ids of entries whose area
    changed, in the same transaction, for a kind that keeps copies of it. ``settle`` gets those of
    which an undo changed columns of the kind's own, for a kind that keeps what follows from them.
    ``fields`` (of ``core.web.fields``) name, in the history of an entry, what changed. ``together``
    are columns that an undo puts back together.
    """

    key: str
    model: type[Any]
    label: str
    label_plural: str
    path: str
    icon: str
    policy: FreshnessPolicy = FreshnessPolicy()
    load_cards: LoadCards | None = None
    moved: Callable[[Session, list[int]], Awaitable[None]] | None = None
    edit_path: str = ""
    settle: Callable[[Session, list[int]], Awaitable[None]] | None = None
    fields: tuple[Any, ...] = ()
    together: tuple[frozenset[str], ...] = ()

    def edit_address(self, slug: str) -> str:
        """Return where an entry is changed; empty for a kind without such a page."""
        return self.edit_path.format(slug=slug)


@dataclass(frozen=True, slots=True)
class SearchSource:
    """More words to find entries of a kind by, beside title, summary, terms, owner and place."""

    kind: str
    texts: Callable[[Session, Sequence[int]], Awaitable[Mapping[int, str]]]


@dataclass(frozen=True, slots=True)
class Routes:
    """Litestar handlers, each with a guard; ``samples`` gives a real path for every path with a
    parameter, so that the tests can open each page."""

    handlers: tuple[Any, ...]
    samples: Mapping[str, Callable[[Session], Awaitable[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a page where plugins put sections; ``context`` is what their loaders get."""

    key: str
    context: type[Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of somebody's page. ``load`` returns the template's context, or None for nothing.

    ``lazy`` leaves a placeholder that fetches itself, so that a slow section holds no page.
    """

    key: str
    slot: str
    title: str
    template: str
    load: Callable[[Any], Awaitable[Mapping[str, Any] | None]]
    order: int = 100
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """An item of the main menu."""

    key: str
    label: str
    path: str
    icon: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that an account may do, and the roles that hold it."""

    key: str
    label: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A value the platform manager sets in a form; its type is the type of ``default``."""

    key: str
    label: str
    default: bool | int | str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Email:
    """A kind of mail; the part of ``key`` after the dot names its template, ``mail/<name>.txt``.

    ``why`` stands below every such mail: "Je krijgt deze mail omdat …". One with ``list_`` can be
    stopped by who gets it.
    """

    key: str
    label: str
    why: str
    list_: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """How long something personal is kept: ``label`` says what, ``since`` from when it counts.

    ``forget`` takes away what is older than a moment and returns how much that was.
    """

    label: str
    since: str
    keep: timedelta
    forget: Callable[[Session, datetime], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What is known of people in one place; asked of plugins that are switched off, too.

    Both get a folded address and the id of an account, 0 for who has none. ``export`` returns
    names and values for each thing; ``erase`` returns how many it erased.
    """

    key: str
    label: str
    export: Callable[[Session, str, int], Awaitable[Sequence[Mapping[str, Any]]]]
    erase: Callable[[Session, str, int], Awaitable[int]]
    retention: tuple[Retention, ...] = ()
    order: int = 100


@dataclass(frozen=True, slots=True)
class Job:
    """Work behind the scenes; the database says what is to do, so a repeat does no harm.

    ``alone`` keeps a second process from it while one is at work.
    """

    key: str
    run: Callable[["JobContext"], Awaitable[None]]
    timeout: timedelta = timedelta(minutes=5)
    label: str = ""
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often a job runs by itself, counted from its last run: also after a restart."""

    job: str
    minutes: int = 0
    seconds: int = 0

    @property
    def every(self) -> timedelta:
        """How long after one run the next begins."""
        return timedelta(minutes=self.minutes, seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Command:
    """A click command for ``buurtbasis``; ``load`` imports it only when it is called."""

    name: str
    help: str
    load: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Demo:
    """Invented rows for the importer of ``noun``; ``rows`` gets the day and how many (or None)."""

    noun: str
    rows: Callable[[date, int | None], Iterable[Mapping[str, str]]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column of an import: its English key, other names for it, and how a cell is read.

    ``parse`` gets the text of a cell and raises ``core.errors.Invalid`` with the reason.
    """

    key: str
    aliases: tuple[str, ...] = ()
    parse: Callable[[str], Any] = str.strip
    required: bool = False


@dataclass(frozen=True, slots=True)
class ImportSpec:
    """What ``buurtbasis import <noun> FILE`` reads; ``target`` compares and writes it."""

    noun: str
    label: str
    kind: str
    columns: tuple[ImportColumn, ...]
    target: Any
    order: int = 100


class JobContext(Protocol):
    """What a job works with."""

    @property
    def now(self) -> datetime:
        """The moment at which the run began."""

    @property
    def registry(self) -> Any:
        """What is declared, a ``core.registry.Registry``; for jobs that work for every plugin."""

    @property
    def settings(self) -> Any:
        """The ``core.settings.Settings`` of this installation."""

    def write(self) -> Any:
        """Open a session that commits at the end (an async context manager)."""
