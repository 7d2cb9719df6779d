"""Every mail that is posted is declared, and every word of it can be said in another language."""

import ast
import re

from jinja2 import Environment
from sources import ROOT, expect_none, name_of, python_files, tree_of

POST = "post"


def posted(path):
    """Yield the line and the kind of every mail that a module posts by name."""
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call) or len(node.args) < 3:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        kind = node.args[1]
        if name == POST and isinstance(kind, ast.Constant) and isinstance(kind.value, str):
            yield node.lineno, kind.value


def test_every_mail_that_is_posted_is_declared(shipped):
    declared = {owned.item.key for owned in shipped.emails}
    expect_none(
        f"{name_of(path)}:{line} posts the undeclared '{kind}'"
        for path in python_files("core", "plugins")
        for line, kind in posted(path)
        if kind not in declared
    )


def test_every_template_of_a_mail_is_declared():
    """A template that nobody sends is left over."""
    files = (*ROOT.glob("core/templates/mail/*.txt"), *ROOT.glob("plugins/*/templates/mail/*.txt"))
    assert files
    sources = "".join(path.read_text("utf-8") for path in python_files("core", "plugins"))
    expect_none(
        name_of(path)
        for path in files
        if not re.search(rf'"{owner_of(path)}\.{path.stem}"', sources)
    )


def owner_of(path):
    return path.parent.parent.parent.name


def test_the_words_of_a_mail_are_translated_and_it_begins_with_its_subject():
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in (*ROOT.glob("core/templates/mail/*.txt"), *ROOT.glob("plugins/*/templates/mail/*")):
        source = path.read_text("utf-8")
        first, blank, _ = source.split("\n", 2)
        assert first.startswith("Subject: "), name_of(path)
        assert blank == "", f"{name_of(path)}: an empty line after the subject"
        data = [
            text
            for _line, kind, text in environment.lex(source.removeprefix("Subject:"))
            if kind == "data" and re.search(r"[a-zA-Z]{2}", text)
        ]
        assert data == [], f"{name_of(path)}: words outside _()"
