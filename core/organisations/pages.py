"""Every page of organisations: the directory, their own, and those of who looks after them."""

from core.organisations import (
    claim_views,
    creating_views,
    edit_views,
    elsewhere,
    manage_views,
    merge_views,
    own_views,
    registration_views,
    request_views,
    views,
)

handlers = (
    *views.handlers, *own_views.handlers, *edit_views.handlers, *registration_views.handlers,
    *claim_views.handlers, *request_views.handlers, *manage_views.handlers,
    *merge_views.handlers, *creating_views.handlers, *elsewhere.handlers,
)  # fmt: skip
