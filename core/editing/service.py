"""Saving an entry: nobody's words are overwritten unseen, and every change is in its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import ORGANISATION as FOR_ORGANISATION
from core.accounts.members import Member
from core.clock import now
from core.content.columns import derived_columns
from core.content.models import DRAFT, PUBLISHED, Content, ContentAlias
from core.content.service import Reindex, touch_content, write_terms
from core.content.slugs import slugify, unused
from core.content.vocabulary import Vocabulary
from core.editing.history import CHANGED, EDITOR, ORGANISATION, record
from core.editing.values import (
    COMMON,
    TERMS,
    check_names,
    current_terms,
    own_columns,
    plain,
    term_ids,
)
from core.errors import Conflict


class Overtaken(Conflict):
    """Somebody saved the entry since this edit began.

    ``version`` is the present one; ``now_there`` has what stands there now, for each field that
    the edit would give another value. Nothing was written.
    """

    def __init__(self, version: int, now_there: Mapping[str, Any]) -> None:
        super().__init__("Iemand anders heeft dit intussen gewijzigd. Kies wat er moet staan.")
        self.version = version
        self.now_there = dict(now_there)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit; ``changed`` names the fields that got another value."""

    id: int
    slug: str
    version: int
    status: str
    changed: tuple[str, ...]


def quality_of(member: Member, key: str, owner_id: int | None, id_: int = 0) -> tuple[str, bool]:
    """Return in which quality a member edits, and whether on behalf of the organisation."""
    own = any(
        grant.scope == FOR_ORGANISATION and key in grant.keys and grant.scope_id in (owner_id, id_)
        for grant in member.grants
    )
    return (ORGANISATION, False) if own else (EDITOR, True)


async def save_entry(
    session: AsyncSession, row: Any, changes: Mapping[str, Any], *,
    by: Member, key: str, version: int, vocabulary: Vocabulary, reindex: Reindex,
    action: str = CHANGED, note: str = "",
) -> Saved:  # fmt: skip
    """Give an entry other values, with a line in its history.

    ``changes`` has columns of ``content`` and of the kind's own table by name, and ``categories``,
    ``audiences`` and ``accessibility`` as lists of slugs. The address stays. The caller has asked
    the permission ``key``. Raises Overtaken when ``version`` is no longer the present one, and
    Invalid for an unknown term.
    """
    model = type(row)
    _check_asked(by, key)
    check_names(model, changes)
    await session.refresh(row)
    terms = await current_terms(session, row.id, vocabulary)
    standing = {name: terms[name] if name in terms else getattr(row, name) for name in changes}
    wanted = {name: _in_order(name, value, vocabulary) for name, value in changes.items()}
    changed = {name: value for name, value in wanted.items() if value != standing[name]}
    before = {name: plain(standing[name]) for name in changed}
    if not changed:
        return Saved(row.id, row.slug, row.version, row.status, ())
    if row.version != version:
        raise Overtaken(row.version, before)
    ids = term_ids({**terms, **{n: v for n, v in changed.items() if n in TERMS}}, vocabulary)
    actor, on_behalf = quality_of(by, key, row.owner_id, row.id)
    values = {**_content_values(changed, vocabulary), "on_behalf": on_behalf}
    moved = await session.execute(
        update(Content)
        .where(Content.id == row.id, Content.version == version)
        .values(**values, version=version + 1)
        .returning(Content.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None:
        raise await _overtaken(session, row, changed, vocabulary)
    await _write_own(session, model, row.id, changed)
    if TERMS.keys() & changed.keys():
        await write_terms(session, row.id, ids, vocabulary)
    await record(
        session, row.id, action, by=by, actor=actor, on_behalf=on_behalf, note=note,
        before=before, after={name: plain(value) for name, value in changed.items()},
    )  # fmt: skip
    await touch_content(session, [row.id])
    await reindex(session, [row.id])
    await session.refresh(row)
    return Saved(row.id, row.slug, row.version, row.status, tuple(changed))


async def create_entry(
    session: AsyncSession, model: type[Any], values: Mapping[str, Any], *,
    by: Member, key: str, owner_id: int | None, status: str = DRAFT, vocabulary: Vocabulary,
    reindex: Reindex, own: bool = False,
) -> Saved:  # fmt: skip
    """Add an entry under an address of its own; ``title`` and ``area_id`` must be among the values.

    The caller has asked the permission ``key``. ``own`` says that who makes an organisation is of
    it. Raises Invalid for an unknown term.
    """
    if owner_id is not None:  # who registers an organisation holds nothing yet
        _check_asked(by, key)
    check_names(model, values)
    at = now()
    kind = str(inspect(model).polymorphic_identity)
    full = {name: _in_order(name, value, vocabulary) for name, value in values.items()}
    terms = {name: value for name, value in full.items() if name in TERMS}
    ids = term_ids(terms, vocabulary)
    actor, on_behalf = (ORGANISATION, False) if own else quality_of(by, key, owner_id)
    columns = {name: value for name, value in full.items() if name in own_columns(model)}
    row = model(
        **_content_values(full, vocabulary), **columns, owner_id=owner_id, status=status,
        slug=await _free_slug(session, kind, values["title"]), created_at=at,
        published_at=at if status == PUBLISHED else None, on_behalf=on_behalf,
        confirmed_at=at, confirmed_by=actor,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await write_terms(session, row.id, ids, vocabulary)
    await record(
        session, row.id, "created", by=by, actor=actor, on_behalf=on_behalf,
        after={"status": status, **{name: plain(value) for name, value in full.items()}},
    )  # fmt: skip
    await reindex(session, [row.id])
    return Saved(row.id, row.slug, row.version, status, tuple(full))


async def _overtaken(
    session: AsyncSession, row: Any, names: Iterable[str], vocabulary: Vocabulary
) -> Overtaken:
    """Look once more: somebody saved between our look and our write, and now it is certain."""
    await session.refresh(row)
    terms = await current_terms(session, row.id, vocabulary)
    there = {name: plain(terms[name] if name in terms else getattr(row, name)) for name in names}
    return Overtaken(row.version, there)


def _check_asked(by: Member, key: str) -> None:
    """Raise ValueError for a permission that the member does not hold, as one that nobody
    declared: a mistake of the caller, who cannot have asked it."""
    if key not in by.keys:
        raise ValueError(f"nobody asked whether the member may '{key}'")


def _in_order(name: str, value: Any, vocabulary: Vocabulary) -> Any:
    """Return terms in the order of their vocabulary, so that equal choices are equal."""
    if name not in TERMS:
        return value
    place = {term.slug: at for at, term in enumerate(vocabulary.of(TERMS[name]))}
    return sorted(set(value), key=lambda slug: (place.get(slug, len(place)), slug))


def _content_values(changed: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    values = {name: changed[name] for name in COMMON if name in changed}
    return {**values, **derived_columns(changed, vocabulary), "updated_at": now()}


async def _write_own(
    session: AsyncSession, model: type[Any], id_: int, changed: Mapping[str, Any]
) -> None:
    own = {name: value for name, value in changed.items() if name in own_columns(model)}
    if own:
        table = inspect(model).local_table
        await session.execute(update(table).where(table.c.id == id_).values(own))


async def _free_slug(session: AsyncSession, kind: str, title: str) -> str:
    slug = slugify(title)
    taken: set[str] = set()
    for table in (Content, ContentAlias):
        found = select(table.slug).where(table.kind == kind, table.slug.like(f"{slug}%"))
        taken.update((await session.scalars(found.execution_options(all_kinds=True))).all())
    return unused(slug, taken)
