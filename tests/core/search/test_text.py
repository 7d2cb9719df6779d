"""Words, stems, synonyms and places in what somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.models import CATEGORY
from core.content.vocabulary import TermView, Vocabulary
from core.search.match import SYNTAX, Matcher
from core.search.query import MOST_WORDS, parse, split_place
from core.search.synonyms import synonyms_of
from core.search.terms import one_edit, trigrams
from core.search.text import LONGEST_WORD, kept_words, stem, stems, words

MEALS = TermView(1, CATEGORY, "samen-eten", "Samen eten", "", "", ("eettafel", "warm eten"))
VOCABULARY = Vocabulary((MEALS,), {1: MEALS}, {(CATEGORY, "samen-eten"): MEALS})
SYNONYMS = synonyms_of(VOCABULARY)


def test_words_are_folded_and_lose_apostrophes() -> None:
    assert words("Foto’s in ’t CAFÉ, à la!") == ["fotos", "in", "t", "cafe", "a", "la"]


def test_a_word_keeps_its_digits_and_loses_underscores() -> None:
    assert words("b_c 55+ m² ½ EHBO2") == ["b", "c", "55", "m2", "1", "2", "ehbo2"]


def test_a_very_long_word_is_cut() -> None:
    assert [len(word) for word in words("x" * 5000)] == [LONGEST_WORD]


def test_stop_words_are_recognised_before_stemming() -> None:
    assert kept_words("Waar kan ik een ommetje doen") == ["ommetje"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("fietsen", "gefietst"), ("huizen", "huis"), ("wandeling", "wandelen"), ("ouderen", "oudere")],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@given(st.text(max_size=60))
def test_words_are_what_both_databases_take_for_words(text: str) -> None:
    for word in words(text):
        assert word == word.lower()
        assert word.isalnum()
        assert not set(word) & set(" '\"\\:*_\0")
        assert words(word) == [word]
        assert len(stem(word)) <= LONGEST_WORD


def test_a_member_of_a_synonym_set_knows_the_others_and_not_itself() -> None:
    assert set(SYNONYMS.others[stems(["eettafel"])]) == {
        stems(["samen", "eten"]), stems(["warm", "eten"])
    }  # fmt: skip


def test_words_that_are_a_synonym_together_are_one_group() -> None:
    query = parse("gezellig warm eten nu", SYNONYMS)
    assert [group.words for group in query.groups] == [("gezellig",), ("warm", "eten"), ("nu",)]


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [("warm ete", "ete"), ("wandelen op", ""), ("yo", ""), ("yoga 3814 AB", "yoga"), ("", "")],
)
def test_only_the_last_word_typed_stands_for_longer_ones(typed: str, beginning: str) -> None:
    assert parse(typed, SYNONYMS).beginning == beginning


def test_twelve_words_count() -> None:
    query = parse(" ".join(f"woord{number}" for number in range(30)), SYNONYMS)
    assert len(query.words) == MOST_WORDS
    assert query.beginning == ""


@pytest.mark.parametrize(
    ("typed", "rest", "postcode"),
    [
        ("warm eten in de buurt van 3813", "warm eten", "3813"),
        ("3813 AB", "", "3813 AB"),
        ("yoga 3814ab", "yoga", "3814 AB"),
        ("bij 3811", "", "3811"),
        ("rond 3811 yoga", "yoga", "3811"),
        ("koffie rondom de 3811", "koffie", "3811"),
        ("3811 en omgeving", "", "3811"),
        ("koffie in 3811 XY vandaag", "koffie vandaag", "3811 XY"),
        ("koffie 3811 op maandag", "koffie op maandag", "3811"),
        ("In De Buurt Van 2026", "", "2026"),
        ("kerst 2026", "kerst 2026", ""),
        ("kerst 2026 RA", "kerst", "2026 RA"),
        ("nummer 38111", "nummer 38111", ""),
        ("0381 bellen", "0381 bellen", ""),
        ("prijs 12.3811", "prijs 12.3811", ""),
    ],
)
def test_a_place_is_split_off(typed: str, rest: str, postcode: str) -> None:
    assert split_place(typed) == (rest, postcode)


def test_a_postcode_alone_is_looked_for_as_a_word() -> None:
    assert parse("3813 AB", SYNONYMS).words == ("3813",)


@given(st.text(max_size=300))
def test_anything_can_be_parsed(text: str) -> None:
    query = parse(text, SYNONYMS)
    assert len(query.words) <= MOST_WORDS
    assert all(group.words and group.own for group in query.groups)


def test_what_is_not_in_the_index_leaves_no_expression() -> None:
    matcher = Matcher(SYNTAX["sqlite"], {})
    assert matcher.tier(parse("onbekend woord nu", SYNONYMS), 2) == ""


def test_an_expression_is_written_for_each_database() -> None:
    query = parse("eettafel vandaag", SYNONYMS)
    forms = {stem("eettafel"): ["eettafel"], stem("samen"): ["samen"], stem("eten"): ["eten"]}
    sqlite = Matcher(SYNTAX["sqlite"], forms, ["vandaags"])
    postgresql = Matcher(SYNTAX["postgresql"], forms, None)
    assert sqlite.tier(query, 0) == '("teettafel" AND "tvandaags")'
    assert sqlite.tier(query, 1) == '(("keettafel" OR ("ksamen" AND "keten")) AND "kvandaags")'
    assert postgresql.tier(query, 0) == "('teettafel' & 'tvandaag':*)"


def test_one_edit_is_a_letter_less_more_other_or_two_swapped() -> None:
    found = one_edit("bus")
    assert {"us", "bs", "buss", "abus", "bos", "ubs", "bsu"} <= found
    assert not {"bus", "", "sub", "b", "busje"} & found


def test_trigrams_count_the_edges_of_a_word() -> None:
    assert trigrams("yoga") == {"  y", " yo", "yog", "oga", "ga "}
