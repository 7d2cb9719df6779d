"""Giving an entry another picture, or none."""

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.service import Reindex
from core.content.vocabulary import Vocabulary
from core.editing.aftercare import after_edit
from core.editing.entries import KEY, own_row
from core.editing.service import Saved, save_entry
from core.errors import Invalid
from core.media.models import Image
from core.media.service import let_go


async def choose_picture(
    session: AsyncSession, content_id: int, hash_: str, alt: str, *,
    by: Member, instead_of: str, vocabulary: Vocabulary, reindex: Reindex,
) -> Saved:  # fmt: skip
    """Show a picture with an entry; an empty hash takes it off.

    ``instead_of`` is the picture that the member saw. Raises Invalid when there is another one by
    now, and for a picture that this member did not bring in.
    """
    row = await own_row(session, content_id, by=by)
    if row.image != instead_of:
        raise Invalid("Iemand anders koos intussen een andere foto. Bewaar nog eens als je die wilt"
                      " vervangen.")  # fmt: skip
    if hash_ and hash_ != row.image:
        image = await session.get(Image, hash_)
        if image is None or image.uploaded_by != (by.account_id or None):
            raise Invalid("Deze foto is er niet meer. Kies haar opnieuw.")
    saved = await save_entry(
        session, row, {"image": hash_, "image_alt": alt if hash_ else ""}, by=by, key=KEY,
        version=row.version, vocabulary=vocabulary, reindex=reindex,
    )  # fmt: skip
    if instead_of and instead_of != hash_:
        await let_go(session, instead_of)
    await after_edit(session, row, saved, by=by, key=KEY, reindex=reindex)
    return saved
