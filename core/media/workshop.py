"""Where pictures of strangers are written anew: one at a time, each in a bounded process."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import Invalid, Unavailable
from core.media.shrink import BROKEN, FORMAT, SIZE, WIDTHS

PROGRAM = Path(__file__).with_name("shrink.py")
MOST_BYTES = 10_000_000
PATIENCE = 30
WRONG = {
    FORMAT: "Dit is geen foto die we kunnen gebruiken. Kies een JPEG, PNG, WebP of GIF.",
    SIZE: "Deze foto is te groot: meer dan 25 miljoen beeldpunten. Maak haar eerst kleiner.",
    BROKEN: "Deze foto is beschadigd: we kunnen haar niet helemaal lezen. Kies een andere.",
}
"""What is said of a picture that cannot be used."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A picture that we wrote: its size, and its files by width, widest first."""

    width: int
    height: int
    files: dict[int, bytes]


class Workshop:
    """Writes pictures anew; one per process of the site, so that memory stays bounded."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._turn = asyncio.Semaphore(1)
        self._patience = patience

    async def shrink(self, content: bytes) -> Shrunk:
        """Return the picture in our sizes; raises Invalid for what is none, or is too large."""
        if len(content) > MOST_BYTES:
            raise Invalid("Deze foto is te groot. Hoogstens 10 MB kan.")
        async with self._turn:
            said = await self._run(content)
        line, _, rest = said.partition(b"\n")
        answer: dict[str, Any] = json.loads(line) if line else {"wrong": BROKEN}
        if "wrong" in answer:
            raise Invalid(WRONG[answer["wrong"]])
        files, at = {}, 0
        for width, size in zip(WIDTHS, answer["sizes"], strict=True):
            files[width] = rest[at : at + size]
            at += size
        return Shrunk(answer["width"], answer["height"], files)

    async def _run(self, content: bytes) -> bytes:
        """Return what the program said; nothing when it went over its limits."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", str(PROGRAM), stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env={},
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._patience):
                said, _ = await process.communicate(content)
        except TimeoutError:
            raise Unavailable("Het lukt nu niet om je foto te verwerken. Probeer het straks."
                              ) from None  # fmt: skip
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return said if process.returncode == 0 else b""
