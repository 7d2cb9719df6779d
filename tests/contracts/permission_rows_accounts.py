"""Rows of the permission matrix: logging in, and one's own account."""

from permission_actors import EVERYBODY, MEMBERS, Row

ACCOUNTS = {
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
    "GET /adres/{token:str}": Row("{address_link}", EVERYBODY),
    "POST /adres/{token:str}": Row("{address_link}", EVERYBODY),
    "GET /account-verwijderd": Row("/account-verwijderd", EVERYBODY),
    "POST /inloggen/tweede-stap/vraag": Row(
        "/inloggen/tweede-stap/vraag", EVERYBODY, but={"guest": 403}
    ),
    "GET /afmelden/{token:str}": Row("{stop_link}", EVERYBODY),
    "POST /afmelden/{token:str}": Row("{stop_link}", EVERYBODY),
    "GET /mijn/account": Row("/mijn/account", MEMBERS),
    "POST /mijn/account": Row("/mijn/account", MEMBERS, 422),
    "POST /mijn/account/adres": Row("/mijn/account/adres", MEMBERS, 422),
    "GET /mijn/account/verwijderen": Row("/mijn/account/verwijderen", MEMBERS),
    "POST /mijn/account/verwijderen": Row(
        "/mijn/account/verwijderen", MEMBERS, 303, {"manager": 409}
    ),
    "POST /registreren": Row("/registreren", EVERYBODY, 422),
    "GET /registreren/{token:str}": Row("{registration_link}", EVERYBODY),
    "POST /registreren/{token:str}": Row("{registration_link}", EVERYBODY, 303),
    "GET /mijn": Row("/mijn", MEMBERS),
    "GET /mijn/sessies": Row("/mijn/sessies", MEMBERS),
    "POST /mijn/sessies": Row("/mijn/sessies", MEMBERS, 303),
    "POST /mijn/sessies/{key:str}": Row("/mijn/sessies/unknown", MEMBERS, 404),
    "GET /mijn/gegevens": Row("/mijn/gegevens", MEMBERS),
    "GET /mijn/gegevens.json": Row("/mijn/gegevens.json", MEMBERS),
    "POST /mijn/concept": Row("/mijn/concept", MEMBERS, 400),
    "POST /mijn/concept/weg": Row("/mijn/concept/weg", MEMBERS, 400),
}

SECURITY = {
    f"{method} /mijn/beveiliging{path}": Row(f"/mijn/beveiliging{path}", MEMBERS, code)
    for method, path, code in (
        ("GET", "", 200),
        ("GET", "/app", 200),
        ("POST", "/app", 422),
        ("GET", "/codes", 303),
        ("GET", "/wachtwoord", 200),
        ("POST", "/wachtwoord", 422),
        ("POST", "/geen-wachtwoord", 303),
        ("GET", "/passkey", 200),
        ("POST", "/passkey", 422),
        ("POST", "/passkey/vraag", 200),
        ("GET", "/bevestig", 200),
        ("POST", "/bevestig", 422),
    )
}
SECURITY |= {
    "POST /mijn/beveiliging/stap/{factor:str}/naam": Row(
        "/mijn/beveiliging/stap/0/naam", MEMBERS, 422
    ),
    "POST /mijn/beveiliging/stap/{factor:str}": Row("/mijn/beveiliging/stap/0", MEMBERS, 404),
    # Codes are for who has a second step.
    "POST /mijn/beveiliging/codes": Row("/mijn/beveiliging/codes", MEMBERS, 422, {"manager": 200}),
}
