"""The kinds of mail about decisions of editors and reports of visitors."""

from core.declarations import Email

MEMBER = "Je krijgt deze mail omdat je organisatie op deze site staat."

EMAILS = (
    Email("core.review_approved", "Goedgekeurd", MEMBER),
    Email("core.review_refused", "Afgewezen", MEMBER),
    Email("core.report_received", "Iemand zegt dat iets niet klopt", MEMBER),
    Email("core.appeal_allowed", "Bezwaar toegewezen", MEMBER),
    Email("core.appeal_rejected", "Bezwaar afgewezen", MEMBER),
    Email(
        "core.report_closed", "Antwoord op een melding",
        "Je krijgt deze mail omdat je op deze site liet weten dat iets niet klopte.",
    ),
)  # fmt: skip
