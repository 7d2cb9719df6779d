"""What the columns of an entry are called in its history, whatever its kind."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from core.content.vocabulary import Vocabulary
from core.web.fields import Field
from core.web.term_options import with_terms
from core.words import Words


def _picture(value: Any, words: Words) -> str:
    return words.gettext("een foto") if value else words.gettext("geen foto")


COMMON_FIELDS = (
    Field("title", "Naam"),
    Field("summary", "Samenvatting", "textarea"),
    Field("description", "Beschrijving", "textarea"),
    Field("language", "Taal"),
    Field("categories", "Categorie", "checks"),
    Field("audiences", "Voor wie", "checks"),
    Field("accessibility", "Toegankelijk", "checks"),
    Field("place_name", "Naam van de plek"),
    Field("street", "Straat"),
    Field("house_number", "Huisnummer"),
    Field("postcode", "Postcode"),
    Field("city", "Plaats"),
    Field("lat", "Plek op de kaart: breedtegraad", "degrees"),
    Field("lon", "Plek op de kaart: lengtegraad", "degrees"),
    Field("area_id", "Buurt"),
    Field("phone", "Telefoon", "tel"),
    Field("email", "E-mail", "mail"),
    Field("website", "Website", "website"),
    Field("image", "Foto", says=_picture),
    Field("image_alt", "Wat er op de foto staat"),
)


def fields_by_name(own: Iterable[Field], vocabulary: Vocabulary) -> dict[str, Field]:
    """Return the fields of an entry by name: those that all kinds have, and those of its own.

    A field that every kind has keeps its short name, with the choices of the kind's form.
    """
    found = {one.name: one for one in with_terms(COMMON_FIELDS, vocabulary)}
    for one in own:
        there = found.get(one.name)
        if there is None:
            found[one.name] = one
        elif one.options and not there.options:
            found[one.name] = replace(there, kind=one.kind, options=one.options)
    return found
