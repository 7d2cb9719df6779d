"""The message as it travels: headers and both parts, of a mail that was rendered."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import urlsplit

from core.errors import ConfigurationError
from core.mail.rendering import QueuedMail, Rendered
from core.mail.senders import Sender
from core.settings import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
LONGEST_NAME = 60


def from_address(settings: Settings, sender: Sender) -> Address:
    """Return who the mail is from: as set, else no-reply of the platform, in the site's name.

    Raises ConfigurationError for a setting that is no address.
    """
    name, address = parseaddr(settings.mail_from or f"no-reply@{mail_host(settings)}")
    local, _, domain = address.rpartition("@")
    try:
        return Address(name or _plain(sender.name)[:LONGEST_NAME], local, domain)
    except ValueError:
        raise ConfigurationError(
            "BUURTBASIS_MAIL_FROM must look like Buurtbasis <post@example.org>."
        ) from None


def mail_host(settings: Settings) -> str:
    """Return the host of the platform: the part of a Message-ID behind the @."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    return "localhost" if host in LOOPBACK else host


def build_message(
    settings: Settings, sender: Sender, mail: QueuedMail, rendered: Rendered, at: datetime
) -> EmailMessage:
    """Return the message; a repeat of a mail has the same Message-ID.

    Raises ValueError for an address that cannot be.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = from_address(settings, sender)
    message["To"] = Address(addr_spec=mail.address)
    message["Subject"] = _plain(rendered.subject)
    message["Date"] = at
    message["Message-ID"] = f"<{mail.message_id}@{mail_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    if rendered.unsubscribe:
        message["List-Unsubscribe"] = f"<{rendered.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    return message


def _plain(text: str) -> str:
    """Return a text that may stand in a header: one line of characters that can be seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
