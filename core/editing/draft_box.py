"""The draft beside a form: one that waits, one that is taken up, and how the form keeps the next.

A view asks ``draft_box`` for it and begins its form with ``box.pairs`` where there are any. Above
the form the template has ``ui.draft_waiting(draft, href, csrf)``, and in it
``ui.draft_fields(draft, href)`` and ``ui.draft_button(href)``. A form that was carried out calls
``drafts.drop``.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from core.accounts.members import Member
from core.editing import drafts
from core.web.view import View

PATH = "/mijn/concept"
ASKED = "concept"
"""Of the query: ``verder`` takes the draft up, ``bewaard`` says that it was kept."""
FORM, SUBJECT, BACK = "_form", "_subject", "_back"


@dataclass(frozen=True, slots=True)
class DraftBox:
    """What the page of a form knows of the member's draft of it."""

    form: str
    subject: str
    version: int
    """The version of the entry that the form begins with: the draft's own when it is taken up."""
    back: str
    """Path of the page with the form."""
    kept: str
    """When the draft was kept, in words; empty without one."""
    pairs: tuple[tuple[str, str], ...] = ()
    """What was typed, when the draft is taken up."""
    is_open: bool = False

    @property
    def waits(self) -> bool:
        """Whether there is a draft that this page does not show."""
        return bool(self.kept) and not self.is_open

    def at(self, version: int) -> "DraftBox":
        """Return the box of a form that comes back as it was sent, begun with ``version``."""
        return replace(self, version=version, kept="", pairs=(), is_open=True)

    @property
    def open_href(self) -> str:
        """Where the form is with the draft in it."""
        return f"{self.back}{'&' if '?' in self.back else '?'}{urlencode({ASKED: 'verder'})}"


async def draft_box(
    view: View, form: str, subject: str, *, back: str, asked: str = "", version: int = 0
) -> DraftBox:
    """Return the draft of a form; ``asked`` is what the address says in ``concept``."""
    member: Member = view.visit.account
    found = await drafts.load(view.session, form, subject, by=member)
    if found is None:
        return DraftBox(form, subject, version, back, "")
    kept = view.words.moment(found.updated_at, None, view.today)
    if asked not in ("verder", "bewaard"):
        return DraftBox(form, subject, version, back, kept)
    return DraftBox(form, subject, found.version, back, kept, found.pairs, is_open=True)
