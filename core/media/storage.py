"""The folder of pictures on this machine, where no plugin keeps them elsewhere."""

import asyncio
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.media.files import NAME


class Folder:
    """Keeps files below ``media`` in the data folder, by names that we made."""

    async def write(self, settings: Any, name: str, content: bytes) -> None:
        """Keep a file; once this returns it survives a crash. The same name is the same file."""
        await asyncio.to_thread(_write, _path(settings, name), content)

    async def read(self, settings: Any, name: str) -> bytes | None:
        """Return a file, or None."""
        return await asyncio.to_thread(_read, _path(settings, name))

    async def delete(self, settings: Any, name: str) -> None:
        """Forget a file, if it is there."""
        await asyncio.to_thread(_path(settings, name).unlink, missing_ok=True)


def _path(settings: Any, name: str) -> Path:
    """Return where a file lies; raises ValueError for a name that is not one of ours."""
    if not NAME.fullmatch(name):
        raise ValueError("not the name of a picture")
    return Path(settings.data_dir) / "media" / name[:2] / name


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _settle(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the folder itself on disk, too: else the name may be gone after a power cut."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
