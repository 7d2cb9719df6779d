"""What the page of one activity shows, in words, and the same as schema.org data."""

from collections.abc import Mapping
from typing import Any

from core.clock import local
from core.neighbourhoods import service as areas
from core.web.pages import site_url
from core.web.view import View
from plugins.activities.agenda import Dated
from plugins.activities.service import Detail


async def detail_context(view: View, found: Detail) -> Mapping[str, Any]:
    """Return the context of the template ``activities/detail.html``."""
    entry, words = found.entry, view.words
    path = await areas.path(view.session, entry.area_id)
    url = f"{site_url(view)}/activiteiten/{entry.slug}"
    return {
        "activity": found,
        "entry": entry,
        "dates": [words.moment(line.starts_at, line.ends_at, view.today) for line in found.dates],
        "lines": found.dates,
        "price": words.price(found.price_cents, found.price_note),
        "ages": ages(view, found),
        "phone": words.phone(entry.phone or (found.owner.phone if found.owner else "")),
        "phone_href": entry.phone or (found.owner.phone if found.owner else ""),
        "email": entry.email or (found.owner.email if found.owner else ""),
        "freshness": words.freshness(entry.confirmed_at, entry.confirmed_by, view.today),
        "category": view.cards.category(entry.categories[0].id if entry.categories else None),
        "area_path": path,
        "url": url,
        "json_ld": json_ld(view, found, url),
    }


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
    }
    if found.owner:
        organiser = {
            "@type": "Organization",
            "name": found.owner.title,
            "url": f"{site_url(view)}/organisaties/{found.owner.slug}",
        }
        data["provider" if found.is_ongoing else "organizer"] = organiser
    if found.is_ongoing:
        return {**data, "areaServed": view.visit.site.area_name, **_offer(found, url)}
    data["location"] = _place(found)
    data["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode"
    if found.dates:
        data.update(_when(found.dates[0]))
    if found.schedule and found.schedule.rrule:
        data["eventSchedule"] = _schedule(found)
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
    status = "EventCancelled" if line.is_cancelled else "EventScheduled"
    found: dict[str, Any] = {
        "startDate": local(line.starts_at).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
    }
    if line.ends_at:
        found["endDate"] = local(line.ends_at).isoformat()
    return found


def _schedule(found: Detail) -> dict[str, Any]:
    rule = found.schedule
    schedule: dict[str, Any] = {
        "@type": "Schedule",
        "startDate": rule.dtstart.isoformat(),
        "startTime": rule.start.isoformat(),
        "scheduleTimezone": rule.tz,
        "repeatFrequency": found.repeats,
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
