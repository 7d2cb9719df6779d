"""What every route answers to each of the nine actors: one row for each method and path.

``{organisation}``, ``{activity}`` and the other names are made in ``permission_things``. The answer
to who may is 200, or what follows the groups: an empty form is 422, or leads on with 303.
"""

from permission_actors import EVERYBODY, Row
from permission_rows_accounts import ACCOUNTS, SECURITY
from permission_rows_manage import ADMITTING, MANAGE, MODERATION
from permission_rows_own import CLAIMS, ORGANISATIONS

_FOR_ALL = {
    path: Row(path, EVERYBODY)
    for path in (
        "/", "/zoeken", "/toegankelijkheid", "/privacy", "/healthz", "/readyz", "/robots.txt",
        "/sitemap.xml", "/.well-known/security.txt", "/buurten", "/buurten/kaart.json",
        "/organisaties", "/organisaties/kaart.json", "/registreren", "/registreren/verstuurd",
        "/activiteiten", "/activiteiten/doorlopend", "/activiteiten/kaart.json",
        "/activiteiten.ics", "/activiteiten.atom", "/embed.js", "/oembed",
        "/activiteiten/embed", "/activiteiten/insluiten", "/organisaties/embed",
        "/organisaties/insluiten",
    )
}  # fmt: skip
_API = {
    "/api/v1/openapi.json": Row("/api/v1/openapi.json", EVERYBODY),
    "/api/v1/{resource:str}": Row("/api/v1/organisations", EVERYBODY),
    "/api/v1/{resource:str}/{id_:str}": Row("/api/v1/organisations/{organisation}", EVERYBODY),
}
_BELOW_AREA = {
    f"/buurten/{{area_slug:str}}{path}": Row(f"/buurten/{{area}}{path}", EVERYBODY)
    for path in (
        "", "/zoeken", "/organisaties", "/organisaties/kaart.json", "/activiteiten",
        "/activiteiten/doorlopend", "/activiteiten/kaart.json", "/activiteiten.ics",
        "/activiteiten.atom", "/wijkgids", "/activiteiten/embed", "/activiteiten/insluiten",
        "/organisaties/embed", "/organisaties/insluiten",
    )
}  # fmt: skip
_SECTION = "/sectie/{slot:str}/{plugin:str}/{key:str}"

_PUBLIC = {
    f"GET {path}": row
    for path, row in {
        **_FOR_ALL,
        **_API,
        **_BELOW_AREA,
        _SECTION: Row("/sectie/home/activities/today", EVERYBODY),
        f"/buurten/{{area_slug:str}}{_SECTION}": Row(
            "/buurten/{area}/sectie/neighbourhood_page/activities/today", EVERYBODY
        ),
        "/organisaties/{slug:str}": Row("/organisaties/{organisation}", EVERYBODY),
        "/organisaties/{slug:str}/kaart.json": Row(
            "/organisaties/{organisation}/kaart.json", EVERYBODY
        ),
        "/activiteiten/{slug:str}": Row("/activiteiten/{activity}", EVERYBODY),
        "/activiteiten/{slug:str}/kaart.json": Row(
            "/activiteiten/{activity}/kaart.json", EVERYBODY
        ),
        "/scherm/{slug:str}": Row("/scherm/{area}", EVERYBODY),
        "/melden/{content_id:int}": Row("/melden/{activity_id}", EVERYBODY),
        "/inhoud/{content_id:int}": Row("/inhoud/{activity_id}", EVERYBODY, 303),
    }.items()
}

_GUIDE = {
    "GET /buurten/{area_slug:str}/wijkgids.pdf": Row("{guide}", EVERYBODY),
    "POST /buurten/{area_slug:str}/wijkgids": Row("/buurten/{area}/wijkgids", EVERYBODY, 400),
}

_SIGN_UPS = {
    "GET /activiteiten/{slug:str}/aanmelden": Row("{sign_up_form}", EVERYBODY),
    "POST /activiteiten/{slug:str}/aanmelden": Row("{sign_up_form}", EVERYBODY, 422),
    "GET /aanmelding/{token:str}": Row("{sign_up_link}", EVERYBODY),
    "POST /aanmelding/{token:str}": Row("{sign_up_link}", EVERYBODY, 400),
}

ROWS = {
    **_PUBLIC, **_GUIDE, **_SIGN_UPS, **ACCOUNTS, **SECURITY, **ORGANISATIONS, **CLAIMS,
    **MODERATION, **ADMITTING, **MANAGE,
}  # fmt: skip
