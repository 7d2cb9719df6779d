"""What the addresses of the permission matrix are about: an organisation and what belongs to it."""

from dataclasses import dataclass

from sqlalchemy import select

from core.accounts import service
from core.clock import now
from core.editing import history
from core.moderation.models import APPEAL, OPEN, REFUSED, REPORT, REVIEW, ModerationCase
from core.neighbourhoods.models import Area
from core.organisations.models import OrganisationClaim
from core.permissions import invitations
from core.testing.factories import CENTRE, make_rows
from core.testing.world import World
from plugins.activities.models import Occurrence

Role = tuple[str, str, int]
ELSEWHERE = {"lon": "5.3790", "lat": "52.1700", "gebied": "Nederberg"}

LINKS = {
    "login_link": "/inloggen/{token:str}",
    "invitation_link": "/uitnodiging/{token:str}",
    "address_link": "/adres/{token:str}",
    "stop_link": "/afmelden/{token:str}",
    "registration_link": "/registreren/{token:str}",
    "claim_link": "/claim/{token:str}",
    "ours_link": "/van-ons/{token:str}",
    "answer_link": "/klopt/{token:str}",
    "sign_up_form": "/activiteiten/{slug:str}/aanmelden",
    "sign_up_link": "/aanmelding/{token:str}",
    "guide": "/buurten/{area_slug:str}/wijkgids.pdf",
    "mail_page": "/beheer/postvak/{mail_id:int}",
}
"""Addresses that their samples make, by path."""


@dataclass(frozen=True)
class Things:
    """The parts of addresses by name, and the role of each actor."""

    names: dict[str, object]
    roles: dict[str, Role]


async def things(world: World) -> Things:
    """Make an organisation with an activity and all that is about them, and another one."""
    own, twin, other = await make_rows(
        world, "organisations",
        [
            {"id": "own", "naam": "Eigen", **CENTRE}, {"id": "twin", "naam": "Ook", **CENTRE},
            {"id": "other", "naam": "Ander", **ELSEWHERE},
        ],
    )  # fmt: skip
    cells = {"id": "act", "titel": "Koffie", "wanneer": "elke dinsdag 10:00-12:00", **CENTRE}
    (activity,) = await make_rows(world, "activities", [{**cells, "organisatie_id": own.slug}])
    names = {
        "organisation": own.slug, "organisation_id": own.id, "twin": twin.slug,
        "activity": activity.slug, "activity_id": activity.id, "area": "stadskern",
        **await _links(world, activity.id), **await _cases(world, activity.id),
        **await _people(world, own.id),
    }  # fmt: skip
    async with world.database.read() as session:
        dates = select(Occurrence.id).where(Occurrence.activity_id == activity.id)
        names["date"] = await session.scalar(dates.order_by(Occurrence.starts_at.desc()).limit(1))
        slugs = ("stadskern", "nederberg")
        rows = await session.execute(select(Area.slug, Area.id).where(Area.slug.in_(slugs)))
        areas = dict(rows.all())
    return Things(
        names,
        {
            "other owner": ("organisation-owner", "organisation", other.id),
            "own editor": ("organisation-editor", "organisation", own.id),
            "own owner": ("organisation-owner", "organisation", own.id),
            "other area": ("area-editor", "area", areas["nederberg"]),
            "own area": ("area-editor", "area", areas["stadskern"]),
            "plugin": ("lender", "platform", 0),
            "manager": ("platform-manager", "platform", 0),
        },
    )


async def _people(world: World, organisation_id: int) -> dict[str, object]:
    """Make a colleague, an invitation, and somebody who says that the organisation is theirs."""
    by, roles = world.operator, world.roles
    editor = ("organisation-editor", "organisation", organisation_id)
    async with world.database.write() as session:
        claim = OrganisationClaim(
            organisation_id=organisation_id, kind="claim", email="ours@example.org",
            state="open", created_at=now(),
        )  # fmt: skip
        session.add(claim)
        colleague = await service.create_account(session, "colleague@example.org", by=by)
        await service.grant_role(session, colleague, *editor, by=by, roles=roles)
        invitation = await invitations.invite(
            session, "new@example.org", *editor, by=by, roles=roles
        )
    return {"colleague": colleague, "invitation": invitation, "claim": claim.id}


async def _links(world: World, content_id: int) -> dict[str, object]:
    """Make every address with a secret, and a change that can be put back.

    It comes first: the samples look for the first account, and make their own where there is none.
    """
    samples = {path: one for o in world.registry.routes for path, one in o.item.samples.items()}
    async with world.database.write() as session:
        links = {name: await samples[path](session) for name, path in LINKS.items()}
        revision = await history.record(
            session, content_id, "changed", by=None, actor=history.ORGANISATION,
            before={"title": "Thee"}, after={"title": "Koffie"},
        )  # fmt: skip
    return {"revision": revision, **links}


async def _cases(world: World, content_id: int) -> dict[str, object]:
    """Make a refusal with an appeal, an open review and a report, and return their ids."""
    found: dict[str, object] = {}
    async with world.database.write() as session:
        for name, kind, state in (
            ("refusal", REVIEW, REFUSED), ("review", REVIEW, OPEN), ("report", REPORT, OPEN),
            ("appeal", APPEAL, OPEN),
        ):  # fmt: skip
            case = ModerationCase(
                content_id=content_id, kind=kind, state=state, created_at=now(),
                decided_at=now() if state == REFUSED else None,
            )  # fmt: skip
            if kind == APPEAL:
                case.about_id = int(str(found["refusal"]))
            session.add(case)
            await session.flush()
            found[name] = case.id
    return found
