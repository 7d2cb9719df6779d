"""From a template to a mail: subject, text and HTML, in the language of who gets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined

from core.declarations import Email
from core.errors import DomainError
from core.mail.blocks import as_text, clean, in_blocks
from core.mail.senders import Sender, palette
from core.mail.unsubscribe import PATH
from core.registry import Registry
from core.settings import Settings
from core.web.locales import LANGUAGES, SOURCE, load_words
from core.web.templating import template_loader

FRAME = "mail/_frame.jinja"
SUBJECT = "Subject:"
LONGEST_SUBJECT = 200


class UnknownMail(DomainError):
    """No plugin that is here declares this kind of mail."""


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail that waits in the outbox."""

    message_id: str
    kind: str
    address: str
    language: str
    data: Mapping[str, Any]
    stop_token: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What somebody gets to read; ``unsubscribe`` is an address, or empty."""

    subject: str
    text: str
    html: str
    unsubscribe: str


class Renderer:
    """The templates of every plugin, for each language."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self.kinds: dict[str, Email] = {owned.item.key: owned.item for owned in registry.emails}
        loader = template_loader(settings, registry)
        folders = [loaded.folder for loaded in registry.plugins]
        self._words = {language: load_words(language, folders) for language in LANGUAGES}
        self._environments = {}
        for language, words in self._words.items():
            made = Environment(
                loader=loader, autoescape=_is_html,  # noqa: S701 - only words are not
                undefined=StrictUndefined, finalize=clean,
                trim_blocks=True, lstrip_blocks=True, auto_reload=False,
                extensions=["jinja2.ext.i18n"],
            )  # fmt: skip
            made.install_gettext_callables(  # type: ignore[attr-defined]
                words.gettext, words.ngettext, newstyle=True
            )
            self._environments[language] = made

    def render(self, mail: QueuedMail, sender: Sender) -> Rendered:
        """Return a mail as it is read; raises UnknownMail, and what Jinja raises."""
        email = self.kinds.get(mail.kind)
        if email is None:
            raise UnknownMail("Geen enkele module kent dit soort mail.")
        language = mail.language if mail.language in self._words else SOURCE
        words, environment = self._words[language], self._environments[language]
        base_url = sender.base_url
        values = {"base_url": base_url, "site_name": sender.name, **mail.data}
        source = environment.get_template(_template_of(mail.kind)).render(values)
        head, _, body = source.strip().partition("\n")
        subject = " ".join(head.removeprefix(SUBJECT).split())[:LONGEST_SUBJECT]
        blocks = in_blocks(body, base_url)
        stop = f"{base_url}{PATH}/{mail.stop_token}" if email.list_ else ""
        why = words.gettext(email.why)
        stop_label = words.gettext("Deze mails niet meer krijgen")
        foot = [why, f"{stop_label}:\n{stop}"] if stop else [why]
        text = "\n\n".join((as_text(blocks), f"-- \n{sender.name}\n{base_url}", *foot)) + "\n"
        html = environment.get_template(FRAME).render(
            subject=subject, blocks=blocks, sender=sender, colours=palette(sender.theme), why=why,
            stop=stop, stop_label=stop_label, language=language,
        )  # fmt: skip
        return Rendered(subject, text, html, stop)


def _is_html(template: str | None) -> bool:
    """Whether values are escaped: in the frame, and not in the words that it frames."""
    return template == FRAME


def _template_of(kind: str) -> str:
    owner, _, name = kind.partition(".")
    return f"mail/{name}.txt" if owner == "core" else f"{owner}/mail/{name}.txt"
