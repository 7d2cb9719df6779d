"""The description of the API (OpenAPI 3.1), made of what core and the plugins declare."""

from typing import Any

from core.api.asked import ROOT
from core.api.declarations import ApiResource
from core.api.filters import SLUG, Filter, filters_of
from core.api.shapes import ADDRESS, TEXT, WHOLE, maybe, thing
from core.content.vocabulary import Vocabulary
from core.web.problems import MEDIA_TYPE, VERSION

ABOUT = """What is public here, for programs of others. Reading needs no account.

A page of a list says where the next one is, in `next` and in the header `Link`. Send the `ETag` of
an answer back in `If-None-Match` and you get 304 when nothing changed."""
PROBLEM = {
    "type": "object",
    "properties": {
        "type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT,
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "in": TEXT, "name": TEXT, "detail": TEXT,
                    "possible": {"type": "array", "items": TEXT},
                },
                "required": ["in", "name", "detail"],
            },
        },
    },
    "required": ["type", "title", "status"],
}  # fmt: skip
WRONG = {
    "400": "The query is not right; `problems` says what is wrong.",
    "404": "There is no such thing, or it may not be seen.",
    "410": "It was here and is no longer shown.",
    "421": "This is another site.",
    "429": "Too many requests; come back after `Retry-After` seconds.",
    "503": "It cannot be answered now; try again.",
}


def describe(
    resources: list[ApiResource], vocabulary: Vocabulary, title: str, base_url: str
) -> dict[str, Any]:
    """Return the document for the resources that are on."""
    paths: dict[str, Any] = {}
    for one in resources:
        paths[f"{ROOT}/{one.path}"] = {"get": _list(one, vocabulary)}
        paths[f"{ROOT}/{one.path}/{{id}}"] = {"get": _one(one)}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": ABOUT},
        "servers": [{"url": base_url}],
        "tags": [{"name": one.path, "description": one.about} for one in resources],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM, **{one.name: dict(one.shape) for one in resources}},
            "responses": {code: _wrong(text) for code, text in WRONG.items()},
        },
    }


def _list(one: ApiResource, vocabulary: Vocabulary) -> dict[str, Any]:
    items = {"type": "array", "items": _reference(one)}
    link = {"description": "Where the next page is.", "schema": TEXT}
    return {
        "operationId": f"list{one.name}", "tags": [one.path], "summary": one.about,
        "parameters": [
            _parameter(name, filter_, vocabulary)
            for name, filter_ in filters_of(one.filters, one.cursor).items()
        ],
        "responses": _responses(thing(items=items, next=maybe(ADDRESS)), {"Link": link}),
    }  # fmt: skip


def _one(one: ApiResource) -> dict[str, Any]:
    id_ = {
        "name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": SLUG},
    }  # fmt: skip
    moved = {"description": "It lives at another address now, in `Location`."}
    return {
        "operationId": f"read{one.name}", "tags": [one.path],
        "summary": f"{one.name} by id", "parameters": [id_],
        "responses": {**_responses(_reference(one), {}), "301": moved},
    }  # fmt: skip


def _reference(one: ApiResource) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{one.name}"}


def _parameter(name: str, one: Filter, vocabulary: Vocabulary) -> dict[str, Any]:
    shape = dict(one.shape)
    if one.vocabulary:
        shape["enum"] = [term.slug for term in vocabulary.of(one.vocabulary)]
    if one.many:
        shape = {"type": "array", "items": shape}
    return {"name": name, "in": "query", "description": one.about, "schema": shape}


def _responses(shape: dict[str, Any], headers: dict[str, Any]) -> dict[str, Any]:
    told = {
        "API-Version": {"schema": TEXT},
        "ETag": {"schema": TEXT},
        **headers,
    }
    content = {"application/json": {"schema": shape}}
    return {
        "200": {"description": "As asked.", "headers": told, "content": content},
        "304": {"description": "Nothing changed."},
        **{code: {"$ref": f"#/components/responses/{code}"} for code in WRONG},
    }


def _wrong(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {MEDIA_TYPE: {"schema": schema}}}
