"""The check of blocks that are sent alone finds what it is for."""

from sources import ROOT

from core.testing.blocks import block_problems, sent_blocks


def test_a_macro_that_is_imported_above_a_block_is_unknown_in_it():
    source = (
        '{% extends "base.html" %}{% from "x.html" import filters %}'
        '{% block main %}{% block results %}<ul id="results">{{ filters() }}</ul>'
        "{% endblock %}{% endblock %}"
    )
    assert block_problems(source, "results") == ["uses 'filters', which is imported above it"]


def test_a_macro_that_is_imported_in_the_block_is_known():
    source = (
        '{% block results %}{% from "x.html" import filters %}'
        '<ul id="results">{{ filters() }}</ul>{% endblock %}'
    )
    assert block_problems(source, "results") == []


def test_a_block_without_its_id_and_one_that_is_not_there_are_found():
    assert block_problems("{% block results %}<ul></ul>{% endblock %}", "results") == [
        "has no element with the id 'results'"
    ]
    assert block_problems("<p></p>", "results") == ["has no block 'results'"]


def test_the_blocks_that_views_send_are_found():
    assert ("organisations/list.html", "results") in sent_blocks(ROOT / "core")
    assert ("activities/list.html", "results") in sent_blocks(ROOT / "plugins" / "activities")
