"""Areas as the options of a field, and the area of a postcode."""

from core.neighbourhoods import service as areas
from core.neighbourhoods.locating import locate
from core.permissions.service import ancestors_of
from core.web.fields import Option
from core.web.view import View


async def area_options(view: View, nothing: str = "Maak een keuze") -> tuple[Option, ...]:
    """Return the areas of the site to choose from: each district with what lies in it.

    ``nothing`` is what the empty choice says.
    """
    whole = view.words.gettext("Heel %(area)s")
    found = [Option("", nothing), Option(view.area.slug, whole % {"area": view.area.name})]
    for group in await areas.choices(view.session, view.area.id):
        name = group.area.name
        if not group.children:
            found.append(Option(group.area.slug, name))
            continue
        found.append(Option(group.area.slug, whole % {"area": name}, group=name))
        found += [Option(area.slug, area.name, group=name) for area in group.children]
    return tuple(found)


async def area_of_postcode(view: View, postcode: str) -> int | None:
    """Return the id of the deepest area around a postcode; None outside the site's own area."""
    point = await view.state.registry.geocoder.locate(view.session, postcode)
    found = await locate(view.session, point.lon, point.lat) if point else None
    if found is None or view.area.id not in await ancestors_of(view.session, found):
        return None
    return found
