"""What every route answers to each of the nine actors: one row for each method and path.

``{organisation}``, ``{activity}`` and the other names are made in ``permission_things``. The answer
to who may is 200, or what follows the groups: an empty form is 422, or leads on with 303.
"""

from permission_actors import (
    AREA,
    EDITORS,
    EVERYBODY,
    MANAGERS,
    MEMBERS,
    OWN,
    OWNERS,
    Row,
)

_FOR_ALL = {
    path: Row(path, EVERYBODY)
    for path in (
        "/", "/zoeken", "/toegankelijkheid", "/privacy", "/healthz", "/readyz", "/robots.txt",
        "/sitemap.xml", "/.well-known/security.txt", "/buurten", "/buurten/kaart.json",
        "/organisaties", "/organisaties/kaart.json", "/registreren", "/registreren/verstuurd",
        "/activiteiten", "/activiteiten/doorlopend", "/activiteiten/kaart.json",
        "/activiteiten.ics", "/activiteiten.atom",
    )
}  # fmt: skip
_BELOW_AREA = {
    f"/buurten/{{area_slug:str}}{path}": Row(f"/buurten/{{area}}{path}", EVERYBODY)
    for path in (
        "", "/zoeken", "/organisaties", "/organisaties/kaart.json", "/activiteiten",
        "/activiteiten/doorlopend", "/activiteiten/kaart.json", "/activiteiten.ics",
        "/activiteiten.atom",
    )
}  # fmt: skip
_SECTION = "/sectie/{slot:str}/{plugin:str}/{key:str}"

_PUBLIC = {
    f"GET {path}": row
    for path, row in {
        **_FOR_ALL,
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
        "/melden/{content_id:int}": Row("/melden/{activity_id}", EVERYBODY),
        "/inhoud/{content_id:int}": Row("/inhoud/{activity_id}", EVERYBODY, 303),
    }.items()
}

_ACCOUNTS = {
    "GET /inloggen": Row("/inloggen", EVERYBODY, 303, {"guest": 200}),
    "POST /inloggen": Row("/inloggen", EVERYBODY, 422),
    "POST /inloggen/wachtwoord": Row("/inloggen/wachtwoord", EVERYBODY, 422),
    "GET /inloggen/{token:str}": Row("{login_link}", EVERYBODY),
    "POST /inloggen/{token:str}": Row("{login_link}", EVERYBODY, 303),
    "GET /inloggen/tweede-stap": Row("/inloggen/tweede-stap", EVERYBODY),
    "POST /inloggen/tweede-stap": Row("/inloggen/tweede-stap", EVERYBODY),
    "POST /uitloggen": Row("/uitloggen", EVERYBODY, 303),
    "GET /uitnodiging/{token:str}": Row("{invitation_link}", EVERYBODY),
    "POST /uitnodiging/{token:str}": Row("{invitation_link}", EVERYBODY, 303),
    "POST /uitnodiging/{token:str}/nee": Row("{invitation_link}/nee", EVERYBODY),
    "GET /klopt/{token:str}": Row("{answer_link}", EVERYBODY),
    "POST /klopt/{token:str}": Row("{answer_link}", EVERYBODY, 400),
    "POST /registreren": Row("/registreren", EVERYBODY, 422),
    "GET /registreren/{token:str}": Row("/registreren/unknown", EVERYBODY, 404),
    "POST /registreren/{token:str}": Row("/registreren/unknown", EVERYBODY, 404),
    "GET /mijn": Row("/mijn", MEMBERS),
    "GET /mijn/sessies": Row("/mijn/sessies", MEMBERS),
    "POST /mijn/sessies": Row("/mijn/sessies", MEMBERS, 303),
    "POST /mijn/sessies/{key:str}": Row("/mijn/sessies/unknown", MEMBERS, 404),
    "GET /mijn/gegevens": Row("/mijn/gegevens", MEMBERS),
    "GET /mijn/gegevens.json": Row("/mijn/gegevens.json", MEMBERS),
    "POST /mijn/concept": Row("/mijn/concept", MEMBERS, 400),
    "POST /mijn/concept/weg": Row("/mijn/concept/weg", MEMBERS, 400),
}

_SECURITY = {
    f"{method} /mijn/beveiliging{path}": Row(f"/mijn/beveiliging{path}", MEMBERS, code)
    for method, path, code in (
        ("GET", "", 200),
        ("GET", "/app", 200),
        ("POST", "/app", 422),
        ("GET", "/codes", 303),
        ("GET", "/wachtwoord", 200),
        ("POST", "/wachtwoord", 422),
        ("POST", "/geen-wachtwoord", 303),
        ("GET", "/bevestig", 200),
        ("POST", "/bevestig", 422),
    )
}
_SECURITY |= {
    "POST /mijn/beveiliging/stap/{factor:str}": Row("/mijn/beveiliging/stap/0", MEMBERS, 404),
    # Codes are for who has a second step.
    "POST /mijn/beveiliging/codes": Row("/mijn/beveiliging/codes", MEMBERS, 422, {"manager": 200}),
}

_OWN = "/mijn/organisaties/{slug:str}"
_HERE = "/mijn/organisaties/{organisation}"
_ORGANISATIONS = {
    f"GET {_OWN}": Row(_HERE, OWN),
    f"GET {_OWN}/gegevens": Row(f"{_HERE}/gegevens", OWN),
    f"POST {_OWN}/gegevens": Row(f"{_HERE}/gegevens", OWN, 422),
    f"POST {_OWN}/gegevens/voorbeeld": Row(f"{_HERE}/gegevens/voorbeeld", OWN),
    f"GET {_OWN}/klopt": Row(f"{_HERE}/klopt", OWN),
    f"POST {_OWN}/klopt": Row(f"{_HERE}/klopt", OWN, 400),
    f"GET {_OWN}/mensen": Row(f"{_HERE}/mensen", OWN),
    f"POST {_OWN}/mensen": Row(
        f"{_HERE}/mensen",
        OWNERS,
        303,
        {"other area": 404},
        {"email": "friend@example.org", "role": "organisation-editor"},
    ),
    f"POST {_OWN}/mensen/uitnodiging/{{invitation_id:int}}": Row(
        f"{_HERE}/mensen/uitnodiging/{{invitation}}", OWNERS, 303
    ),
    f"POST {_OWN}/mensen/{{account_id:int}}": Row(
        f"{_HERE}/mensen/{{colleague}}", OWNERS, 303, form={"do": "remove"}
    ),
    "POST /activiteiten/{slug:str}/tonen": Row("/activiteiten/{activity}/tonen", OWN, 303),
    "GET /mijn/bezwaar/{case_id:int}": Row("/mijn/bezwaar/{refusal}", OWN),
    "POST /mijn/bezwaar/{case_id:int}": Row("/mijn/bezwaar/{refusal}", OWN, 422),
}

_MODERATION = {
    "POST /melden/{content_id:int}": Row("/melden/{activity_id}", EVERYBODY, 422),
    "GET /beheer/controle": Row("/beheer/controle", EDITORS),
    "GET /beheer/controle/{case_id:int}": Row("/beheer/controle/{report}", AREA),
    "POST /beheer/controle/{case_id:int}": Row("/beheer/controle/{review}", AREA, 422),
    "POST /beheer/controle/inhoud/{content_id:int}": Row(
        "/beheer/controle/inhoud/{activity_id}", AREA, 303
    ),
}

_MANAGE = {
    "GET /beheer": Row("/beheer", EDITORS),
    "GET /beheer/bellen": Row("/beheer/bellen", EDITORS),
    # It is not on the list: that is told to who may know, too.
    "POST /beheer/bellen/{organisation_id:int}": Row("/beheer/bellen/{organisation_id}", AREA, 404),
    "GET /beheer/modules": Row("/beheer/modules", MANAGERS),
    "POST /beheer/modules/{name:str}": Row("/beheer/modules/activities", MANAGERS, 400),
    "GET /beheer/instellingen": Row("/beheer/instellingen", MANAGERS),
    "POST /beheer/instellingen": Row("/beheer/instellingen", MANAGERS, 303),
    "GET /beheer/accounts": Row("/beheer/accounts", MANAGERS),
    "POST /beheer/accounts": Row("/beheer/accounts", MANAGERS, 422),
    "POST /beheer/accounts/uitnodiging/{invitation_id:int}": Row(
        "/beheer/accounts/uitnodiging/{invitation}", MANAGERS, 303
    ),
    "GET /beheer/accounts/{account_id:int}": Row("/beheer/accounts/{colleague}", MANAGERS),
    "POST /beheer/accounts/{account_id:int}": Row(
        "/beheer/accounts/{colleague}", MANAGERS, 303, form={"do": "off"}
    ),
}

ROWS = {**_PUBLIC, **_ACCOUNTS, **_SECURITY, **_ORGANISATIONS, **_MODERATION, **_MANAGE}
