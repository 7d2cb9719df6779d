"""Rows of the permission matrix: what an organisation does for itself."""

from permission_actors import EVERYBODY, OWN, OWNERS, Row

_OWN = "/mijn/organisaties/{slug:str}"
_HISTORY = "/mijn/inhoud/{content_id:int}/geschiedenis"
_HERE = "/mijn/organisaties/{organisation}"
ORGANISATIONS = {
    f"GET {_OWN}": Row(_HERE, OWN),
    f"GET {_OWN}/gegevens": Row(f"{_HERE}/gegevens", OWN),
    f"POST {_OWN}/gegevens": Row(f"{_HERE}/gegevens", OWN, 422),
    f"POST {_OWN}/gegevens/voorbeeld": Row(f"{_HERE}/gegevens/voorbeeld", OWN),
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
    f"GET {_OWN}/klopt": Row(f"{_HERE}/klopt", OWN),
    f"POST {_OWN}/klopt": Row(f"{_HERE}/klopt", OWN, 400),
    f"GET {_OWN}/activiteiten": Row(f"{_HERE}/activiteiten", OWN),
    f"GET {_OWN}/activiteiten/nieuw": Row(f"{_HERE}/activiteiten/nieuw", OWN),
    f"POST {_OWN}/activiteiten/adres": Row(f"{_HERE}/activiteiten/adres", OWN, 303),
    f"POST {_OWN}/activiteiten/nieuw": Row(f"{_HERE}/activiteiten/nieuw", OWN, 422),
    "GET /mijn/activiteiten/{slug:str}": Row("/mijn/activiteiten/{activity}", OWN),
    "POST /mijn/activiteiten/{slug:str}": Row("/mijn/activiteiten/{activity}", OWN, 422),
    "GET /mijn/activiteiten/{slug:str}/data": Row("/mijn/activiteiten/{activity}/data", OWN),
    "POST /mijn/activiteiten/{slug:str}/data": Row("/mijn/activiteiten/{activity}/data", OWN, 400),
    "GET /mijn/activiteiten/{slug:str}/data/{number:int}": Row(
        "/mijn/activiteiten/{activity}/data/{date}", OWN
    ),
    "POST /mijn/activiteiten/{slug:str}/data/{number:int}": Row(
        "/mijn/activiteiten/{activity}/data/{date}", OWN, 422
    ),
    "POST /mijn/activiteiten/{slug:str}/stand": Row(
        "/mijn/activiteiten/{activity}/stand", OWN, 303, form={"stand": "weg"}
    ),
    "GET /mijn/inhoud/{content_id:int}/foto": Row("/mijn/inhoud/{activity_id}/foto", OWN),
    "POST /mijn/inhoud/{content_id:int}/foto": Row("/mijn/inhoud/{activity_id}/foto", OWN, 422),
    f"GET {_HISTORY}": Row("/mijn/inhoud/{activity_id}/geschiedenis", OWN),
    f"GET {_HISTORY}/{{number:int}}/terug": Row(
        "/mijn/inhoud/{activity_id}/geschiedenis/{revision}/terug", OWN
    ),
    f"POST {_HISTORY}/{{number:int}}/terug": Row(
        "/mijn/inhoud/{activity_id}/geschiedenis/{revision}/terug",
        OWN,
        303,
        form={"version": "1", "veld": "title"},
    ),
    "POST /activiteiten/{slug:str}/tonen": Row("/activiteiten/{activity}/tonen", OWN, 303),
    "GET /mijn/bezwaar/{case_id:int}": Row("/mijn/bezwaar/{refusal}", OWN),
    "POST /mijn/bezwaar/{case_id:int}": Row("/mijn/bezwaar/{refusal}", OWN, 422),
}


CLAIMS = {
    "GET /claim/{token:str}": Row("{claim_link}", EVERYBODY),
    "POST /claim/{token:str}": Row("{claim_link}", EVERYBODY, 400),
    "GET /organisaties/{slug:str}/van-ons": Row("/organisaties/{organisation}/van-ons", EVERYBODY),
    "POST /organisaties/{slug:str}/van-ons": Row(
        "/organisaties/{organisation}/van-ons", EVERYBODY, 422
    ),
    "GET /van-ons/verstuurd": Row("/van-ons/verstuurd", EVERYBODY),
    "GET /van-ons/ontvangen": Row("/van-ons/ontvangen", EVERYBODY),
    "GET /van-ons/{token:str}": Row("{ours_link}", EVERYBODY),
    "POST /van-ons/{token:str}": Row("{ours_link}", EVERYBODY, 303),
    "GET /klopt/{token:str}": Row("{answer_link}", EVERYBODY),
    "POST /klopt/{token:str}": Row("{answer_link}", EVERYBODY, 400),
}
