"""Pictures of entries: taken in, shown with an entry, and forgotten when nobody shows them."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import now
from core.content.models import Content
from core.media.files import WIDTHS, file_name, file_path
from core.media.models import Image
from core.media.workshop import Shrunk
from core.protocols import FileStorage

TYPE = "image/webp"
UNSAVED, UNDOABLE = timedelta(days=1), timedelta(days=30)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page shows it."""

    hash: str
    width: int
    height: int
    alt: str

    @property
    def src(self) -> str:
        """Address of the file for a column of text."""
        return file_path(self.hash, 800)

    @property
    def srcset(self) -> str:
        """The files with their widths, for browsers to choose from."""
        parts = [f"{file_path(self.hash, w)} {w}w" for w in WIDTHS if w < self.width]
        return ", ".join([*parts, f"{file_path(self.hash)} {self.width}w"])


async def keep(
    session: AsyncSession, storage: FileStorage, settings: Any, shrunk: Shrunk, *, by: Member
) -> str:
    """Keep a picture and return its hash; one that nobody saves with an entry goes after a day.

    Files are written first: a crash in between leaves a file too many, never one too few.
    """
    widest, *smaller = shrunk.files
    content = shrunk.files[widest]
    hash_ = hashlib.sha256(content).hexdigest()
    await storage.write(settings, file_name(hash_), content)
    for width in smaller:
        await storage.write(settings, file_name(hash_, width), shrunk.files[width])
    until = now() + UNSAVED
    known = await session.execute(
        update(Image).where(Image.hash == hash_).values(kept_until=until).returning(Image.hash)
    )
    if known.first() is None:
        session.add(
            Image(
                hash=hash_, media_type=TYPE, width=shrunk.width, height=shrunk.height,
                bytes=len(content), uploaded_by=by.account_id or None, created_at=now(),
                kept_until=until,
            )
        )  # fmt: skip
        await session.flush()
    return hash_


async def find(session: AsyncSession, hash_: str, alt: str = "") -> Picture | None:
    """Return a picture that we have, or None."""
    if not hash_:
        return None
    row = await session.get(Image, hash_)
    return Picture(row.hash, row.width, row.height, alt) if row else None


async def let_go(session: AsyncSession, hash_: str) -> None:
    """Keep a picture that was taken off an entry for as long as that may be undone."""
    until = now() + UNDOABLE
    await session.execute(update(Image).where(Image.hash == hash_).values(kept_until=until))


async def forget_unused(session: AsyncSession) -> list[str]:
    """Forget pictures that no entry shows and whose time is over, and return their hashes.

    Their files go with ``delete_files`` once this is committed.
    """
    shown = select(1).where(Content.image == Image.hash).exists()
    unused = select(Image.hash).where(Image.kept_until < now(), ~shown).limit(AT_ONCE)
    hashes = list(await session.scalars(unused.execution_options(all_kinds=True)))
    await session.execute(delete(Image).where(Image.hash.in_(hashes)))
    return hashes


async def delete_files(
    session: AsyncSession, storage: FileStorage, settings: Any, hashes: list[str]
) -> None:
    """Delete the files of pictures that are forgotten, but for one that came back meanwhile."""
    back = set(await session.scalars(select(Image.hash).where(Image.hash.in_(hashes))))
    for hash_ in hashes:
        for width in (0, *WIDTHS) if hash_ not in back else ():
            await storage.delete(settings, file_name(hash_, width))
