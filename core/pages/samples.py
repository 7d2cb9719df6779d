"""A real address for every page of core that has a parameter, for tests of each page."""

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.samples import account_path, link_path, new_address_path
from core.content.models import PUBLISHED, Content
from core.editing import samples as editing_samples
from core.freshness.samples import answer_path
from core.neighbourhoods.models import Area
from core.organisations import samples as organisation_samples
from core.permissions.samples import invitation_path

Sample = Callable[[AsyncSession], Awaitable[str]]


def below_area(path: str) -> Sample:
    """Return the sample of a list below a district."""

    async def sample(session: AsyncSession) -> str:
        slug = await session.scalar(
            select(Area.slug).where(Area.kind == "district").order_by(Area.id).limit(1)
        )
        return f"/buurten/{slug}{path}"

    return sample


async def one_organisation(session: AsyncSession) -> str:
    """Return the address of the first organisation."""
    slug = await session.scalar(
        select(Content.slug)
        .where(Content.kind == "organisation", Content.status == PUBLISHED)
        .order_by(Content.id)
        .limit(1)
    )
    return f"/organisaties/{slug}"


async def its_data(session: AsyncSession) -> str:
    """Return the address at which programs read the first organisation."""
    slug = (await one_organisation(session)).removeprefix("/organisaties/")
    return f"/api/v1/organisations/{slug}"


async def the_directory(session: AsyncSession) -> str:
    """Return the address at which programs read the directory."""
    return "/api/v1/organisations"


async def its_dashboard(session: AsyncSession) -> str:
    """Return the address where the first organisation is looked after."""
    return f"/mijn{await one_organisation(session)}"


async def its_people(session: AsyncSession) -> str:
    """Return the address of the people of the first organisation."""
    return f"/mijn{await one_organisation(session)}/mensen"


async def its_form(session: AsyncSession) -> str:
    """Return the address of the form of the first organisation."""
    return f"/mijn{await one_organisation(session)}/gegevens"


async def its_answers(session: AsyncSession) -> str:
    """Return the address where the first organisation says what is still right."""
    return f"/mijn{await one_organisation(session)}/klopt"


async def its_point(session: AsyncSession) -> str:
    """Return the address of where the first organisation is."""
    return f"{await one_organisation(session)}/kaart.json"


async def one_section(session: AsyncSession) -> str:
    """Return the address of a section by itself."""
    return "/sectie/home/activities/today"


SAMPLES: dict[str, Sample] = {
    "/buurten/{area_slug:str}": below_area(""),
    "/buurten/{area_slug:str}/organisaties": below_area("/organisaties"),
    "/buurten/{area_slug:str}/organisaties/kaart.json": below_area("/organisaties/kaart.json"),
    "/buurten/{area_slug:str}/organisaties/embed": below_area("/organisaties/embed"),
    "/buurten/{area_slug:str}/organisaties/insluiten": below_area("/organisaties/insluiten"),
    "/buurten/{area_slug:str}/zoeken": below_area("/zoeken?q=eten"),
    "/buurten/{area_slug:str}/sectie/{slot:str}/{plugin:str}/{key:str}": below_area(
        "/sectie/neighbourhood_page/activities/today"
    ),
    "/sectie/{slot:str}/{plugin:str}/{key:str}": one_section,
    "/organisaties/{slug:str}": one_organisation,
    "/api/v1/{resource:str}": the_directory,
    "/api/v1/{resource:str}/{id_:str}": its_data,
    "/organisaties/{slug:str}/kaart.json": its_point,
    "/mijn/organisaties/{slug:str}": its_dashboard,
    "/mijn/organisaties/{slug:str}/klopt": its_answers,
    "/klopt/{token:str}": answer_path,
    "/inloggen/{token:str}": link_path,
    "/adres/{token:str}": new_address_path,
    **organisation_samples.SAMPLES,
    "/uitnodiging/{token:str}": invitation_path,
    "/beheer/accounts/{account_id:int}": account_path,
    "/mijn/organisaties/{slug:str}/mensen": its_people,
    "/mijn/organisaties/{slug:str}/gegevens": its_form,
    **editing_samples.SAMPLES,
}
