"""One template makes subject, text and HTML; what people wrote stays what it is: text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from core.declarations import Email
from core.loading import build_registry
from core.mail.message import build_message
from core.mail.rendering import QueuedMail, Rendered, Renderer
from core.mail.senders import Sender
from core.settings import Settings
from hooks import PluginInfo, hookimpl

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SITE = Sender("Buurt & Zo", "https://buurt.voorbeeld.nl")
TEMPLATE = """\
Subject: Nieuws over {{ title }}

Dag {{ name }},

{{ text }}

- een
- twee

[Kijk hier]({{ base_url }}{{ path }})

Tot ziens bij {{ site_name }}.
"""
DATA = {"title": "Koffie", "name": "Jan & Piet", "text": "Kom je ook?", "path": "/a?b=1&c=2"}

Render = Callable[..., Rendered]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "", secret="s" * 40, base_url=SITE.base_url)


@pytest.fixture
def renderer(tmp_path: Path, settings: Settings) -> Renderer:
    """Templates of a small plugin with one mail that is a list, and one that is not."""
    folder = tmp_path / "templates" / "mail"
    folder.mkdir(parents=True)
    (folder / "news.txt").write_text(TEMPLATE, "utf-8")
    (folder / "note.txt").write_text(TEMPLATE, "utf-8")
    module = ModuleType("little")
    module.__file__ = str(tmp_path / "plugin.py")
    answers = {
        "register_plugin": PluginInfo("little", "Klein", "Proef.", "1.0", prefix="little"),
        "register_emails": [
            Email("little.news", "Nieuws", "Je krijgt deze mail zomaar.", list_=True),
            Email("little.note", "Briefje", "Je krijgt deze mail eenmaal."),
        ],
    }
    for name, answer in answers.items():
        setattr(module, name, hookimpl(specname=name)(lambda answer=answer: answer))
    return Renderer(settings, build_registry(only=(), extra={"little": module}))


@pytest.fixture
def render(renderer: Renderer) -> Render:
    """Give a callable that renders the small plugin's mail with other data."""

    def work(kind: str = "little.note", **data: str) -> Rendered:
        return renderer.render(mail_of(kind, **data), SITE)

    return work


def mail_of(kind: str = "little.note", **data: str) -> QueuedMail:
    return QueuedMail("abc123", kind, "a@voorbeeld.nl", "nl", {**DATA, **data}, "stop-it")


def test_text_and_html_say_the_same(render: Render) -> None:
    done = render()
    assert done.subject == "Nieuws over Koffie"
    assert done.text == (
        "Dag Jan & Piet,\n\nKom je ook?\n\n- een\n- twee\n\n"
        "Kijk hier:\nhttps://buurt.voorbeeld.nl/a?b=1&c=2\n\nTot ziens bij Buurt & Zo.\n\n"
        "-- \nBuurt & Zo\nhttps://buurt.voorbeeld.nl\n\nJe krijgt deze mail eenmaal.\n"
    )
    assert "<p>Dag Jan &amp; Piet,</p>" in done.html
    assert "<li>een</li>" in done.html
    assert '<a href="https://buurt.voorbeeld.nl/a?b=1&amp;c=2">Kijk hier</a>' in done.html
    assert "&amp;amp;" not in done.html
    assert "prefers-color-scheme: dark" in done.html


def test_what_a_visitor_wrote_becomes_no_html_no_button_and_no_header(render: Render) -> None:
    done = render(
        text="<b>Hoi</b>\r\n\r\n[Win een prijs](https://boos.voorbeeld.net/)\x00\u202e",
        title="Koffie\r\nBcc: x@voorbeeld.nl",
    )
    assert "&lt;b&gt;Hoi&lt;/b&gt;" in done.html
    assert 'href="https://boos' not in done.html
    assert "[Win een prijs](https://boos.voorbeeld.net/)\n" in done.text
    assert "\x00" not in done.text + done.html
    assert "\u202e" not in done.text + done.html
    assert "\n" not in done.subject


def test_an_address_that_only_begins_like_ours_is_no_button(render: Render) -> None:
    done = render(text="[Hier](https://buurt.voorbeeld.nl.boos.net/)")
    assert "boos.net/)" in done.text
    assert 'href="https://buurt.voorbeeld.nl.boos' not in done.html


def test_a_list_says_how_to_stop_it_and_other_mail_does_not(render: Render) -> None:
    done = render("little.news")
    assert done.unsubscribe == "https://buurt.voorbeeld.nl/afmelden/stop-it"
    assert done.unsubscribe in done.text
    assert f'href="{done.unsubscribe}"' in done.html
    assert "afmelden" not in render().text


def test_the_message_can_be_repeated_and_says_that_nobody_typed_it(
    renderer: Renderer, settings: Settings
) -> None:
    mail = mail_of("little.news", title="Koffie\x00\r\nBcc: x@voorbeeld.nl", name="José")
    rendered = renderer.render(mail, SITE)
    message = build_message(settings, SITE, mail, rendered, NOON)
    assert message["Message-ID"] == "<abc123@buurt.voorbeeld.nl>"
    assert message["Subject"] == "Nieuws over Koffie"
    assert message["Bcc"] is None
    assert message["From"] == "Buurt & Zo <no-reply@buurt.voorbeeld.nl>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == f"<{rendered.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = message.iter_parts()
    assert "Dag José," in text.get_content()
    assert html.get_content_type() == "text/html"
    assert max(map(len, message.as_bytes().splitlines())) <= 998


def test_the_administrator_says_who_mail_is_from(renderer: Renderer, settings: Settings) -> None:
    settings = replace(settings, mail_from="De Buurt <post@voorbeeld.nl>")
    mail = mail_of()
    message = build_message(settings, SITE, mail, renderer.render(mail, SITE), NOON)
    assert message["From"] == "De Buurt <post@voorbeeld.nl>"
    assert message["List-Unsubscribe"] is None


def test_a_neighbourhood_with_a_theme_of_its_own_has_its_colours_in_mail(
    renderer: Renderer,
) -> None:
    plain = renderer.render(mail_of(), SITE).html
    dark = renderer.render(mail_of(), replace(SITE, theme="donker")).html
    strange = renderer.render(mail_of(), replace(SITE, theme="../default")).html
    assert "#8c3514" in plain
    assert dark != plain
    assert strange == plain
