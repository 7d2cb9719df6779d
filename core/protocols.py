"""Services with one winner: what a plugin must offer that takes the place of core's own."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Protocol

Session = Any


@dataclass(frozen=True, slots=True)
class Point:
    """A place on earth in WGS 84 degrees, with how exact it is: address, street, postcode."""

    lon: float
    lat: float
    label: str
    precision: str


class Geocoder(Protocol):
    """Finds the point of an address or postcode."""

    async def locate(self, session: Session, text: str) -> Point | None:
        """Return the point of ``text``, or None when it is not known."""
        ...


class MailRefused(Exception):
    """A mail was refused for good: because of the ``address``, or because of what is in it."""

    def __init__(self, answer: str, *, address: bool = False) -> None:
        super().__init__(answer)
        self.address = address


class MailLine(Protocol):
    """A connection over which a batch of mails goes, one after another."""

    async def __call__(self, message: EmailMessage, recipient: str) -> None:
        """Hand a mail over; once this returns it is never sent again.

        Raises MailRefused; whatever else it raises, the mail is tried again later.
        """
        ...


class MailTransport(Protocol):
    """Brings mail away; ``settings`` is the ``core.settings.Settings`` of the installation."""

    def delivers(self, settings: Any) -> bool:
        """Whether mail leaves the house; if not, the manager reads it under /beheer/postvak."""
        ...

    def connect(self, settings: Any) -> AbstractAsyncContextManager[MailLine]:
        """Open a line; raises when nobody answers, and all of the batch is tried again later."""
        ...


class FileStorage(Protocol):
    """Keeps the files of pictures by name; a name is never given to other content.

    ``settings`` is the ``core.settings.Settings`` of the installation. Names consist of letters,
    digits, dashes and one dot.
    """

    async def write(self, settings: Any, name: str, content: bytes) -> None:
        """Keep a file; once this returns it survives a crash."""
        ...

    async def read(self, settings: Any, name: str) -> bytes | None:
        """Return a file, or None."""
        ...

    async def delete(self, settings: Any, name: str) -> None:
        """Forget a file, if it is there."""
        ...
