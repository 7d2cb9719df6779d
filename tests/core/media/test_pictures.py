"""A picture comes in with its text, is shown on page and card, and goes when nobody shows it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import frozen, now
from core.editing.models import Revision
from core.jobs.context import Work
from core.media.files import file_name
from core.media.jobs import forget_pictures
from core.media.models import Image
from core.media.storage import Folder
from core.organisations.models import Organisation
from core.testing.factories import Make
from core.testing.people import Login


@pytest.fixture
async def eik(make_organisation: Make):
    return await make_organisation(naam="De Eik")


@pytest.fixture
async def owner(eik, log_in: Login):
    return await log_in("eik@example.org", "organisation-owner", organisation=eik.id)


def path(made) -> str:
    return f"/mijn/inhoud/{made.id}/foto"


def sent(content: bytes) -> dict[str, tuple[str, bytes, str]]:
    return {"foto": ("../../foto.php", content, "text/html")}


async def images(ground) -> int:
    async with ground.database.read() as session:
        return await session.scalar(select(func.count(Image.hash)))


async def test_a_picture_is_shown_on_the_page_and_the_card_with_its_size(
    ground, eik, owner, picture
):
    data = {"alt": "Een <grote> eik", "shown": ""}
    answer = await owner.post(path(eik), data=data, files=sent(picture()))
    assert answer.status_code == 303, answer.text
    guest = ground.client()
    page = (await guest.get("/organisaties/de-eik")).text
    assert re.search(r'<img class="picture" [^>]*width="900" height="600" alt="Een &lt;grote', page)
    card = (await guest.get("/organisaties")).text
    src = re.search(
        r'<img class="card__image" src="([^"]+)"[^>]* width="400" height="225" load', card
    )
    file = await guest.get(src[1])
    assert file.status_code == 200
    assert file.headers["content-type"] == "image/webp"
    assert "immutable" in file.headers["cache-control"]
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in file.headers["content-security-policy"]
    async with ground.database.read() as session:
        made = await session.scalar(select(Revision).where(Revision.action == "changed"))
    assert set(made.after) == {"image", "image_alt"}


async def test_a_picture_without_words_comes_back_and_is_not_lost(ground, eik, owner, picture):
    answer = await owner.post(path(eik), data={"shown": ""}, files=sent(picture()))
    assert answer.status_code == 422
    assert 'href="#alt"' in answer.text
    hash_ = re.search(r'name="hash" value="([0-9a-f]{64})"', answer.text)[1]
    again = {"shown": "", "hash": hash_, "decorative": "1"}
    assert (await owner.post(path(eik), data=again)).status_code == 303
    async with ground.database.read() as session:
        row = await session.get_one(Organisation, eik.id)
    assert (row.image, row.image_alt) == (hash_, "")


async def test_what_is_no_picture_is_refused_at_the_file(ground, eik, owner):
    answer = await owner.post(
        path(eik), data={"shown": "", "alt": "Een eik"}, files=sent(b"<svg onload=alert(1)>")
    )
    assert answer.status_code == 422
    assert 'href="#foto"' in answer.text
    assert 'value="Een eik"' in answer.text
    assert await images(ground) == 0


async def test_the_picture_of_somebody_else_cannot_be_taken(
    ground, eik, owner, make_organisation, log_in, picture
):
    await owner.post(path(eik), data={"shown": "", "alt": "x"}, files=sent(picture()))
    async with ground.database.read() as session:
        hash_ = await session.scalar(select(Image.hash))
    other = await make_organisation(naam="De Beuk")
    beuk = await log_in("beuk@example.org", "organisation-owner", organisation=other.id)
    answer = await beuk.post(path(other), data={"shown": "", "alt": "x", "hash": hash_})
    assert answer.status_code == 422
    assert (await beuk.post(path(eik), data={"shown": hash_, "remove": "1"})).status_code == 404
    assert (await beuk.get(path(eik))).status_code == 404
    assert (await owner.get("/mijn/inhoud/99999999999999999999/foto")).status_code == 404


async def test_the_second_of_two_is_told_of_the_other_picture(ground, eik, owner, picture):
    await owner.post(path(eik), data={"shown": "", "alt": "x"}, files=sent(picture()))
    late = {"shown": "", "alt": "y"}
    answer = await owner.post(path(eik), data=late, files=sent(picture(size=(400, 400))))
    assert answer.status_code == 422
    assert "Iemand anders koos intussen een andere foto" in answer.text


async def test_a_picture_that_nobody_shows_goes_when_undoing_is_over(ground, eik, owner, picture):
    state = ground.app.state
    await owner.post(path(eik), data={"shown": "", "alt": "x"}, files=sent(picture()))
    async with ground.database.read() as session:
        hash_ = await session.scalar(select(Image.hash))

    async def run(after: timedelta) -> int:
        at = now() + after
        with frozen(at):
            await forget_pictures(Work(ground.database, at, ground.registry, state.settings))
        return await images(ground)

    assert await run(timedelta(days=90)) == 1
    assert (await owner.post(path(eik), data={"shown": hash_, "remove": "1"})).status_code == 303
    assert await run(timedelta(days=2)) == 1
    assert await run(timedelta(days=31)) == 0
    assert await Folder().read(state.settings, file_name(hash_)) is None
    assert (await ground.client().get(f"/media/{file_name(hash_)}")).status_code == 404


@pytest.mark.parametrize(
    "name", ["", "x", "../secret", "%2e%2e/secret", "a" * 64 + ".svg", "0" * 64 + ".webp"]
)
async def test_nothing_else_is_served(ground, name):
    assert (await ground.client().get(f"/media/{name}")).status_code == 404
    assert (await ground.client().post(f"/media/{name}")).status_code in (404, 405)


async def test_a_form_with_files_needs_the_proof_of_its_member(ground, eik, owner, picture):
    proof = owner.headers.pop("x-csrftoken")
    data = {"shown": "", "alt": "x"}
    assert (await owner.post(path(eik), data=data, files=sent(picture()))).status_code == 403
    answer = await owner.post(path(eik), data=data | {"_csrf": proof}, files=sent(picture()))
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "body",
    [
        b"--x\r\nContent-Disposition: form-data; name=alt\r\n"
        b"Content-Type: text/plain; charset=nonsense\r\n\r\nhoi\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=alt\r\n\r\n\xff\xfe\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=alt\r\n\r\na\0b\r\n--x--\r\n",
        b"--x\r\nhalf",
        b"",
    ],
)
async def test_a_broken_form_with_files_is_refused_and_breaks_nothing(eik, owner, body):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = await owner.post(path(eik), content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    headers = {"content-type": "multipart/form-data"}
    assert 400 <= (await owner.post(path(eik), content=body, headers=headers)).status_code < 500


async def test_too_much_is_refused_before_it_is_read(eik, owner):
    answer = await owner.post(path(eik), data={"shown": ""}, files=sent(b"x" * 11_500_000))
    assert answer.status_code == 413
