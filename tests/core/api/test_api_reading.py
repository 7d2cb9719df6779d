"""Programs read the API: lists with filters and pages, one thing, and what is wrong."""

from datetime import datetime, timedelta

from core.clock import frozen, now
from core.testing.world import switch

API = "/api/v1"
LISTS = ("organisations", "activities", "occurrences", "areas", "categories")


async def test_a_list_and_each_thing_in_it_can_be_read(site):
    for name in LISTS:
        await read_list(site, name)


async def read_list(site, name):
    async with site.client() as program:
        answer = await program.get(f"{API}/{name}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["api-version"] == "1.0.0"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["content-type"].startswith("application/json")
        first = answer.json()["items"][0]
        one = await program.get(f"{API}/{name}/{first['id']}")
        assert one.json() == first
        assert first["url"] == f"http://127.0.0.1:8000{API}/{name}/{first['id']}"


async def test_pages_follow_each_other_until_everything_was_there_once(site):
    for name in ("organisations", "activities", "occurrences", "areas"):
        await read_pages(site, name)


async def read_pages(site, name):
    async with site.client() as program:
        whole = (await program.get(f"{API}/{name}?pageSize=100")).json()
        found, address = [], f"{API}/{name}?pageSize=17"
        while address and len(found) < 100:
            answer = await program.get(address)
            found += [item["id"] for item in answer.json()["items"]]
            address = answer.json()["next"]
            link = answer.headers.get("link")
            assert link == (f'<{address}>; rel="next"' if address else None)
        assert found[:100] == [item["id"] for item in whole["items"]][: len(found)]
        assert len(set(found)) == len(found)


async def test_lists_take_the_filters_of_the_pages(site):
    async with site.client() as program:
        path = f"{API}/activities?category=bewegen&category=maaltijden&free=true&pageSize=100"
        possible = (await program.get(f"{API}/activities?category=bestaat-niet")).json()
        category = possible["problems"][0]["possible"][0]
        path = f"{API}/activities?category={category}&free=true&pageSize=100"
        items = (await program.get(path)).json()["items"]
        assert all(item["price"]["cents"] == 0 for item in items)
        words = (await program.get(f"{API}/activities?q=koffie")).json()["items"]
        assert words
        near = await program.get(f"{API}/organisations?postalCode=3813&radius=1")
        assert near.status_code == 200
        below = (await program.get(f"{API}/activities?area=stadskern")).json()["items"]
        assert below


async def test_dates_have_an_offset_and_lie_between_the_days_asked(site):
    day = (now() + timedelta(days=7)).date()
    async with site.client() as program:
        items = (await program.get(f"{API}/occurrences?from={day}&to={day}")).json()["items"]
    assert items
    for item in items:
        at = datetime.fromisoformat(item["startsAt"])
        assert at.utcoffset() is not None
        assert at.date() == day


async def test_only_what_changed_after_a_moment_is_listed(ground, make_organisation):
    await make_organisation(naam="Eerst")
    then = now() + timedelta(hours=1)
    with frozen(then + timedelta(hours=1)):
        later = await make_organisation(naam="Later")
    async with ground.client() as program:
        asked = {"modifiedAfter": then.isoformat()}
        items = (await program.get(f"{API}/organisations", params=asked)).json()["items"]
    assert [item["id"] for item in items] == [later.slug]


async def test_everything_that_is_wrong_with_a_query_is_said_at_once(site):
    async with site.client() as program:
        path = f"{API}/activities?free=ja&pageSize=0&category=x&wat=1&modifiedAfter=gisteren"
        answer = await program.get(path)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["type"]) == (400, "about:blank")
    problems = {problem["name"]: problem for problem in told["problems"]}
    assert set(problems) == {"free", "pageSize", "category", "wat", "modifiedAfter"}
    assert "cursor" in problems["wat"]["possible"]


WHATEVER = [
    ("/api/v1/organisations/", 404), ("/api/v1/nothing", 404), ("/api/v1/a/b/c", 404),
    ("/api/v1/organisations/nobody", 404), ("/api/v1/occurrences/x", 404),
    ("/api/v1/organisations?area=nowhere", 404), ("/api/v1/areas?postalCode=1", 400),
    ("/api/v1/occurrences/99999999999999999999", 404), ("/api/v1/organisations?q=%00", 400),
    ("/api/v1/organisations/x%00", 400), ("/api/v1/categories/sport?x=1", 400),
    ("/api/v1/occurrences?cursor=99999999999-1", 200),
    ("/api/v1/occurrences?from=9999-12-31", 200),
    ("/api/v1/occurrences?from=2030-01-02&to=2029-01-01", 200),
    ("/api/v1/organisations?modifiedAfter=0001-01-01T00:00:00%2B14:00", 200),
    ("/api/v1/organisations?modifiedAfter=9999-12-31T23:59:60-14:00", 200),
    ("/api/v1/organisations?cursor=1.a&pageSize=1", 200),
    ("/api/v1/organisations?cursor=x", 400), ("/api/v1/organisations?taal=en", 200),
]  # fmt: skip


async def test_whatever_is_asked_is_answered_in_one_shape(site):
    async with site.client() as program:
        for path, status in WHATEVER:
            answer = await program.get(path)
            assert answer.status_code == status, f"{path}: {answer.text}"
            assert answer.headers["api-version"] == "1.0.0"
            if status != 200:
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json()["status"] == status


async def test_other_methods_are_refused_and_a_browser_may_ask_first(site):
    async with site.client() as program:
        refused = await program.delete(f"{API}/organisations")
        asked = await program.options(f"{API}/organisations", headers={"origin": "https://a.nl"})
    assert refused.status_code == 405
    assert refused.json()["status"] == 405
    assert "GET" in refused.headers["allow"]
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "If-None-Match" in asked.headers["access-control-allow-headers"]


async def test_what_did_not_change_is_not_sent_again(site):
    async with site.client() as program:
        path = f"{API}/activities?pageSize=2"
        first = await program.get(path)
        again = await program.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == "*"


async def test_a_session_changes_nothing_of_what_programs_are_told(site):
    async with site.manager() as browser, site.client() as program:
        path = f"{API}/organisations?pageSize=3"
        logged_in, guest = await browser.get(path), await program.get(path)
    assert logged_in.text == guest.text
    assert logged_in.headers["etag"] == guest.headers["etag"]


async def test_the_api_of_a_plugin_that_is_off_is_not_there(site):
    for loaded in site.registry.plugins:
        if "activities" in loaded.info.requires:
            await switch(site, loaded.info.name, on=False)
    await switch(site, "activities", on=False)
    async with site.client() as program:
        for name in ("activities", "occurrences"):
            assert (await program.get(f"{API}/{name}")).status_code == 404
        assert (await program.get(f"{API}/organisations")).status_code == 200


async def test_nothing_personal_of_who_did_not_take_over_their_entry(ground, make_organisation):
    made = await make_organisation(naam="Van niemand", telefoon="0612345678", email="jan@gmail.com")
    async with ground.client() as program:
        one = (await program.get(f"{API}/organisations/{made.slug}")).json()
    assert one["isClaimed"] is False
    assert one["contact"] == {"phone": "", "email": "", "website": ""}


async def test_a_list_costs_the_same_however_long_it_is(site, queries):
    async with site.client() as program:
        await program.get("/")
        for name, most in {
            "organisations": 7,
            "activities": 8,
            "occurrences": 5,
            "areas": 4,
        }.items():
            with queries(at_most=most):
                answer = await program.get(f"{API}/{name}?pageSize=100")
            assert len(answer.json()["items"]) > 10
