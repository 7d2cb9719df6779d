"""Rows of the permission matrix: the pages of editors and of platform managers."""

from permission_actors import AREA, EDITORS, EVERYBODY, MANAGERS, Row

MODERATION = {
    "POST /melden/{content_id:int}": Row("/melden/{activity_id}", EVERYBODY, 422),
    "GET /beheer/controle": Row("/beheer/controle", EDITORS),
    "GET /beheer/controle/{case_id:int}": Row("/beheer/controle/{report}", AREA),
    "POST /beheer/controle/{case_id:int}": Row("/beheer/controle/{review}", AREA, 422),
    "POST /beheer/controle/inhoud/{content_id:int}": Row(
        "/beheer/controle/inhoud/{activity_id}", AREA, 303
    ),
}

MODERATION |= {
    "GET /beheer/controle/wanneer": Row("/beheer/controle/wanneer", EDITORS, 303),
    "GET /beheer/controle/wanneer/{area_slug:str}": Row(
        "/beheer/controle/wanneer/{area}", AREA, but={"other area": 403}
    ),
    "POST /beheer/controle/wanneer/{area_slug:str}": Row(
        "/beheer/controle/wanneer/{area}", AREA, 422, {"other area": 403}
    ),
}

_ORGANISATIONS = "/beheer/organisaties"
ADMITTING = {
    f"GET {_ORGANISATIONS}": Row(_ORGANISATIONS, EDITORS),
    f"POST {_ORGANISATIONS}/uitnodigen": Row(
        f"{_ORGANISATIONS}/uitnodigen", AREA, 303, form={"id": "{organisation_id}"}
    ),
    f"GET {_ORGANISATIONS}/aanvragen": Row(f"{_ORGANISATIONS}/aanvragen", EDITORS),
    f"POST {_ORGANISATIONS}/aanvragen/{{claim_id:int}}": Row(
        f"{_ORGANISATIONS}/aanvragen/{{claim}}", AREA, 303, form={"besluit": "ja"}
    ),
    f"GET {_ORGANISATIONS}/nieuw": Row(f"{_ORGANISATIONS}/nieuw", EDITORS),
    f"POST {_ORGANISATIONS}/nieuw": Row(f"{_ORGANISATIONS}/nieuw", EDITORS, 422),
    f"GET {_ORGANISATIONS}/samenvoegen": Row(
        f"{_ORGANISATIONS}/samenvoegen?weg={{organisation}}", AREA
    ),
    f"POST {_ORGANISATIONS}/samenvoegen": Row(
        f"{_ORGANISATIONS}/samenvoegen",
        AREA,
        303,
        form={"blijft": "{twin}", "weg": "{organisation}"},
    ),
}

MANAGE = {
    "GET /beheer": Row("/beheer", EDITORS),
    "GET /beheer/bellen": Row("/beheer/bellen", EDITORS),
    # It is not on the list: that is told to who may know, too.
    "POST /beheer/bellen/{organisation_id:int}": Row("/beheer/bellen/{organisation_id}", AREA, 404),
    "GET /beheer/actueel": Row("/beheer/actueel", MANAGERS),
    "POST /beheer/actueel": Row("/beheer/actueel", MANAGERS, 303),
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
    "GET /beheer/logboek": Row("/beheer/logboek", MANAGERS),
    "GET /beheer/privacy": Row("/beheer/privacy", MANAGERS),
    "POST /beheer/privacy": Row("/beheer/privacy", MANAGERS, 422),
    "GET /beheer/bereik": Row("/beheer/bereik", EDITORS),
    "GET /beheer/bereik.csv": Row("/beheer/bereik.csv", EDITORS),
    "POST /klik": Row("/klik", EVERYBODY, 400),
    "GET /beheer/postvak": Row("/beheer/postvak", MANAGERS),
    "GET /beheer/postvak/{mail_id:int}": Row("{mail_page}", MANAGERS),
    "GET /beheer/postvak/{mail_id:int}/html": Row("{mail_page}/html", MANAGERS),
    "POST /beheer/postvak/{mail_id:int}": Row("{mail_page}", MANAGERS, 303),
    "GET /beheer/taken": Row("/beheer/taken", MANAGERS),
    "POST /beheer/taken/{key:str}": Row("/beheer/taken/core.retention", MANAGERS, 303),
}
