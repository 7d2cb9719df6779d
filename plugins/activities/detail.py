"""What the page of one activity shows, in words, and the same as schema.org data."""

from collections.abc import Mapping
from typing import Any

from core.clock import local
from core.freshness.said import freshness, is_sure, reviewed
from core.media.files import file_path
from core.neighbourhoods import service as areas
from core.recurrence import Recurrence
from core.recurrence_words import describe
from core.web.facts import (
    Crumb,
    Row,
    accessibility,
    address,
    category_views,
    contact,
    paragraphs,
    route_href,
)
from core.web.pages import site_url
from core.web.view import View
from plugins.activities.agenda import Dated
from plugins.activities.models import ONLINE
from plugins.activities.service import Detail, held_words
from plugins.activities.when_words import skip_words, state_words


async def detail_context(view: View, found: Detail) -> Mapping[str, Any]:
    """Return the context of the template ``activities/detail.html``."""
    entry, words, say = found.entry, view.words, view.words.gettext
    area = await areas.by_id(view.session, entry.area_id)
    url = f"{site_url(view)}/activiteiten/{entry.slug}"
    return {
        "activity": found,
        "entry": entry,
        "crumbs": [
            Crumb(say("Activiteiten"), view.href("/activiteiten")),
            Crumb(area.name, view.href(f"/buurten/{area.slug}/activiteiten")),
            Crumb(entry.title, None),
        ],
        "badges": category_views(view, entry),
        "dates": [date_words(view, line) for line in found.dates],
        "about": [
            ("", paragraphs(entry.description)),
            (say("Meedoen"), paragraphs(found.how_to_join)),
            (say("Meenemen"), paragraphs(found.what_to_bring)),
            (say("Kom je alleen?"), paragraphs(found.come_alone)),
        ],
        "facts": facts(view, found),
        "freshness": freshness(words, entry, view.now, view.visit.expires),
        "is_sure": is_sure(entry),
        "url": url,
        "edit_href": view.href(f"/mijn/activiteiten/{entry.slug}") if found.may_hide else "",
        "calendar_href": f"/activiteiten/{entry.slug}.ics" if found.schedule else None,
        "json_ld": json_ld(view, found, url),
        "call": call(view, found),
        "points_url": f"/activiteiten/{entry.slug}/kaart.json" if entry.lon is not None else "",
        "tiles_url": view.state.settings.tile_url or "",
    }


def facts(view: View, found: Detail) -> list[Row]:
    """Return when, where, for whom, for how much and with whom, as rows."""
    entry, words, say = found.entry, view.words, view.words.gettext
    owner = found.owner
    who = [*(say(term.name) for term in entry.audiences), ages(view, found)]
    contact_rows = contact(
        view,
        entry.phone or (owner.phone if owner else ""),
        entry.email or (owner.email if owner else ""),
        entry.website or (owner.website if owner else ""),
    )
    return [
        ("calendar-event", say("Wanneer"), when(view, found), None),
        ("map-pin", say("Waar"), where(view, found), route_href(entry)),
        ("users", say("Voor wie"), ", ".join(part for part in who if part), None),
        ("coin-euro", say("Kosten"), words.price(found.price_cents, found.price_note), None),
        accessibility(view, entry),
        ("user", say("Contact"), found.contact_name, None),
        *contact_rows,
        (
            "building-community", say("Van"), owner.title if owner else "",
            view.href(f"/organisaties/{owner.slug}") if owner else None,
        ),
    ]  # fmt: skip


def where(view: View, found: Detail) -> str:
    """Return the address, or "Online" and with what."""
    parts = (held_words(found.held, view.words), address(found.entry))
    return ", ".join(part for part in parts if part)


def when(view: View, found: Detail) -> str:
    """Return "elke dinsdag, 10:00 – 12:00", the only date, or the words of an ongoing offer."""
    if found.is_ongoing:
        return found.schedule_note or view.words.gettext(
            "Doorlopend. Vraag naar de dagen en de tijden."
        )
    repeats = describe(found.schedule, view.words.language) if found.schedule else ""
    if repeats:
        times = view.words.time(found.schedule.start, found.schedule.end)
        often = ", ".join((repeats, times, *skip_words(found.schedule, view.words)))
        taking_place = [line for line in found.dates if not line.is_cancelled]
        if not taking_place:
            return often
        day = view.words.date(local(taking_place[0].starts_at).date(), view.today)
        first = view.words.gettext("De eerstvolgende keer: %(day)s") % {"day": day}
        return f"{often}\n{first}"
    if found.dates:
        return view.words.moment(found.dates[0].starts_at, found.dates[0].ends_at, view.today)
    return view.words.gettext("Er zijn geen nieuwe data.")


def date_words(view: View, line: Dated) -> str:
    """Return "dinsdag 24 november, 10:00 – 12:00", and whether it does not take place."""
    text = view.words.moment(line.starts_at, line.ends_at, view.today)
    said = state_words(view.words, line, view.today)
    return f"{text} ({said})" if said else text


def call(view: View, found: Detail) -> tuple[str, str] | None:
    """Return the words and the address of the button that phones, if there is a number."""
    phone = found.entry.phone or (found.owner.phone if found.owner else "")
    if not phone:
        return None
    return view.words.gettext("Bel %(phone)s") % {"phone": view.words.phone(phone)}, f"tel:{phone}"


def ages(view: View, found: Detail) -> str:
    """Return "van 4 tot en met 12 jaar", or an empty text."""
    words = view.words.gettext
    values = {"low": found.age_from, "high": found.age_to}
    if found.age_from is not None and found.age_to is not None:
        return words("van %(low)s tot en met %(high)s jaar") % values
    if found.age_from is not None:
        return words("vanaf %(low)s jaar") % values
    if found.age_to is not None:
        return words("tot en met %(high)s jaar") % values
    return ""


def json_ld(view: View, found: Detail, url: str) -> dict[str, Any]:
    """Return schema.org data: an Event with its next date, or a Service for an ongoing offer."""
    entry = found.entry
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service" if found.is_ongoing else "Event",
        "@id": url,
        "url": url,
        "name": entry.title,
        "description": entry.summary or entry.description[:300],
        **reviewed(entry, url),
    }
    if entry.image:
        data["image"] = site_url(view) + file_path(entry.image)
    if found.owner:
        organiser = {
            "@type": "Organization",
            "name": found.owner.title,
            "url": f"{site_url(view)}/organisaties/{found.owner.slug}",
        }
        data["provider" if found.is_ongoing else "organizer"] = organiser
    if found.is_ongoing:
        return {**data, "areaServed": view.visit.site.area_name, **_offer(found, url)}
    is_online = found.held == ONLINE
    data["location"] = {"@type": "VirtualLocation", "url": url} if is_online else _place(found)
    mode = "Online" if is_online else "Offline"
    data["eventAttendanceMode"] = f"https://schema.org/{mode}EventAttendanceMode"
    if found.dates:
        data.update(_when(found.dates[0]))
    if found.schedule and found.schedule.rrule:
        data["eventSchedule"] = _schedule(found.schedule, view.words.language)
    return {**data, **_offer(found, url)}


def _place(found: Detail) -> dict[str, Any]:
    entry = found.entry
    street = f"{entry.street} {entry.house_number}".strip()
    place: dict[str, Any] = {
        "@type": "Place",
        "name": entry.place_name or street or entry.city,
        "address": {
            "@type": "PostalAddress", "streetAddress": street, "postalCode": entry.postcode,
            "addressLocality": entry.city, "addressCountry": "NL",
        },
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": fact.name, "value": True}
            for fact in entry.facts
        ],
    }  # fmt: skip
    if entry.lon is not None:
        place["geo"] = {
            "@type": "GeoCoordinates", "latitude": entry.lat, "longitude": entry.lon,
        }  # fmt: skip
    return place


def _when(line: Dated) -> dict[str, Any]:
    moved = "EventRescheduled" if line.moved_from else "EventScheduled"
    status = "EventCancelled" if line.is_cancelled else moved
    found: dict[str, Any] = {
        "startDate": local(line.starts_at).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
    }
    if line.moved_from:
        found["previousStartDate"] = local(line.moved_from).isoformat()
    if line.ends_at:
        found["endDate"] = local(line.ends_at).isoformat()
    return found


def _schedule(rule: Recurrence, language: str) -> dict[str, Any]:
    schedule: dict[str, Any] = {
        "@type": "Schedule",
        "startDate": rule.dtstart.isoformat(),
        "startTime": rule.start.isoformat(),
        "scheduleTimezone": rule.tz,
        "repeatFrequency": describe(rule, language),
    }
    if rule.end:
        schedule["endTime"] = rule.end.isoformat()
    if rule.exdates:
        schedule["exceptDate"] = [day.isoformat() for day in rule.exdates]
    return schedule


def _offer(found: Detail, url: str) -> dict[str, Any]:
    if found.price_cents is None:
        return {}
    offer = {
        "@type": "Offer", "price": f"{found.price_cents / 100:.2f}", "priceCurrency": "EUR",
        "url": url, "availability": "https://schema.org/InStock",
    }  # fmt: skip
    if found.is_ongoing:
        return {"offers": offer}
    return {"isAccessibleForFree": found.price_cents == 0, "offers": offer}
