"""What each hook does: a small plugin that implements it, and what the platform makes of that."""

import asyncio

import click
import httpx
import pytest
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response
from little_plugin import KIND, SPEC, Thing, registry_of
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import keys_by_role
from core.app import build_app
from core.cli import main as command_line
from core.clock import now
from core.db.migrate import owners
from core.errors import PluginError
from core.jobs.context import Work, run_job
from core.loading import build_registry
from core.manage.preferences import with_defaults
from core.settings import Settings
from core.slots import SlotContext
from core.testing.world import BASE, fill
from core.web.guards import public
from hooks import (
    ApiPage,
    ApiResource,
    Command,
    Demo,
    Email,
    Job,
    Navigation,
    Permission,
    PersonalData,
    Routes,
    Schedule,
    SearchSource,
    Section,
    Setting,
    Slot,
)


@pytest.fixture
def pages(tmp_path, fresh_database):
    """Give a callable that answers paths, on a site with the little plugin."""

    def answer(registry, *paths):
        url = fresh_database(build_registry(only=()), fill_core)

        async def work():
            app = await build_app(Settings(tmp_path, url, "s" * 40, base_url=BASE), registry)
            app.state.extra["strict"] = True
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                found = [await client.get(path) for path in paths]
            await app.state.database.close()
            return found

        return asyncio.run(work())

    return answer


async def fill_core(registry, url):
    await fill(registry, url)


def test_register_plugin_names_the_plugin_and_its_folder(tmp_path):
    registry = registry_of(tmp_path)
    assert [loaded.info.name for loaded in registry.plugins] == ["core", "little"]
    assert registry.plugin("little").folder == tmp_path


def test_register_models_gives_the_tables_a_history_of_the_plugin(tmp_path):
    registry = registry_of(tmp_path, register_models=[Thing])
    (owner,) = (owner for owner in owners(registry) if owner.name == "little")
    assert owner.tables == {"little_thing"}
    assert owner.version_table == "alembic_version_little"


def test_register_content_kinds_makes_a_kind_that_is_known_by_key(tmp_path):
    registry = registry_of(tmp_path, register_models=[Thing], register_content_kinds=[KIND])
    assert registry.kind("thing").path == "/dingen"


def test_register_search_is_asked_for_words_of_its_kind_only(tmp_path):
    async def texts(session, ids):
        return dict.fromkeys(ids, "krentenbol")

    registry = registry_of(tmp_path, register_search=[SearchSource("organisation", texts)])
    assert [owned.plugin for owned in registry.search] == ["little"]
    assert asyncio.run(registry.search[0].item.texts(None, [1])) == {1: "krentenbol"}


def test_register_imports_adds_a_noun(tmp_path):
    registry = registry_of(
        tmp_path, register_models=[Thing], register_content_kinds=[KIND], register_imports=[SPEC]
    )
    assert "things" in [owned.item.noun for owned in registry.imports]


def test_register_demo_comes_in_the_order_that_it_asks_for(tmp_path):
    demos = [Demo("things", lambda day, count: [], order=-1)]
    registry = registry_of(
        tmp_path, register_models=[Thing], register_content_kinds=[KIND], register_imports=[SPEC],
        register_demo=demos,
    )  # fmt: skip
    assert next(owned.item.noun for owned in registry.demo) == "things"


def test_register_routes_adds_pages(tmp_path, pages):
    @get("/dingen", guards=[public])
    async def things(request: Request, db: NamedDependency[AsyncSession]) -> Response[bytes]:
        return Response(b"dingen", media_type="text/plain")

    (answer,) = pages(registry_of(tmp_path, register_routes=Routes((things,))), "/dingen")
    assert (answer.status_code, answer.text) == (200, "dingen")


def test_register_api_lets_programs_read_what_the_plugin_has(tmp_path, pages):
    async def find(asked):
        return ApiPage([{"id": "1"}])

    async def read(asked, id_):
        return {"id": id_}

    things = ApiResource("things", "Thing", "Things", {"type": "object"}, find, read)
    registry = registry_of(tmp_path, register_api=[things])
    whole, one = pages(registry, "/api/v1/things", "/api/v1/things/1")
    assert whole.json() == {"items": [{"id": "1"}], "next": None}
    assert one.json() == {"id": "1"}
    with pytest.raises(PluginError, match="api path 'things'"):
        registry_of(tmp_path, register_api=[things, things])


def test_register_slots_opens_a_place_for_sections_of_others(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "_a.html").touch()

    async def load(ctx):
        return {}

    section = Section("a", "little.page", "A", "little/_a.html", load)
    registry = registry_of(
        tmp_path, register_slots=[Slot("little.page", SlotContext)], register_sections=[section]
    )
    assert "little.page" in [owned.item.key for owned in registry.slots]


def test_register_sections_shows_at_once_or_leaves_a_place_that_fetches_itself(tmp_path, pages):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "_a.html").write_text("<p>{{ words_of_it }}</p>")

    async def load(ctx):
        return {"words_of_it": f"gebied {ctx.area_id}"}

    sections = [
        Section("now", "home", "Meteen", "little/_a.html", load),
        Section("later", "home", "Straks", "little/_a.html", load, lazy=True),
    ]
    registry = registry_of(tmp_path, register_sections=sections)
    home, later = pages(registry, "/", "/sectie/home/little/later")
    assert home.text.count("<p>gebied") == 1
    assert 'hx-get="/sectie/home/little/later"' in home.text
    assert "<p>gebied" in later.text


def test_register_navigation_adds_to_the_menu(tmp_path, pages):
    registry = registry_of(
        tmp_path, register_navigation=[Navigation("a", "Dingen & zo", "/dingen", "book")]
    )
    (home,) = pages(registry, "/")
    assert 'href="/dingen"' in home.text
    assert "Dingen &amp; zo" in home.text


def test_register_permissions_gives_a_role_what_it_may(tmp_path):
    permission = Permission("little.edit", "Dingen bijwerken", ("area-editor",))
    registry = registry_of(tmp_path, register_permissions=[permission])
    roles = keys_by_role(owned.item for owned in registry.permissions)
    assert "little.edit" in roles["area-editor"]
    assert "little.edit" not in roles["resident"]


def test_register_settings_has_its_default_until_somebody_sets_it(tmp_path):
    registry = registry_of(tmp_path, register_settings=[Setting("little.size", "Maat", 4)])
    declared = [owned.item for owned in registry.settings]
    assert with_defaults(declared, {})["little.size"] == 4
    assert with_defaults(declared, {"little.size": 5})["little.size"] == 5


def test_register_emails_declares_what_may_be_posted_and_where_its_text_is(tmp_path):
    (tmp_path / "templates" / "mail").mkdir(parents=True)
    (tmp_path / "templates" / "mail" / "hello.txt").write_text("Subject: Hoi\n\nHoi")
    email = Email("little.hello", "Hoi", "Zomaar.", list_=True)
    registry = registry_of(tmp_path, register_emails=[email])
    assert [o.item for o in registry.emails if o.plugin == "little"] == [email]


def test_register_personal_data_is_there_with_what_core_knows(tmp_path):
    data = PersonalData("little.colours", "Kleuren", None, None)
    registry = registry_of(tmp_path, register_personal_data=[data])
    found = [owned.item.key for owned in registry.personal_data]
    assert {"core.mail", "little.colours"} < set(found)
    assert found[-1] == "core.account"  # what hangs on the account is asked before it goes


def test_register_jobs_runs_and_a_failing_one_is_logged_with_its_plugin(tmp_path, caplog):
    ran = []

    async def good(ctx):
        ran.append(ctx.now)

    async def bad(ctx):
        raise ValueError("stuk")

    registry = registry_of(
        tmp_path, register_jobs=[Job("little.good", good), Job("little.bad", bad)]
    )
    jobs = {owned.item.key: owned for owned in registry.jobs}
    said = [asyncio.run(run_job(Work(None, now()), jobs[f"little.{k}"])) for k in ("good", "bad")]
    assert said == ["", "ValueError: stuk"]
    assert len(ran) == 1
    assert "little.bad of plugin little" in caplog.text


def test_register_schedules_names_a_job_that_exists(tmp_path):
    async def run(ctx):
        return None

    registry = registry_of(
        tmp_path, register_jobs=[Job("little.a", run)], register_schedules=[Schedule("little.a", 5)]
    )
    mine = [o.item for o in registry.schedules if o.plugin == "little"]
    assert [schedule.minutes for schedule in mine] == [5]


def test_register_commands_is_loaded_when_it_is_called_and_not_before(tmp_path, monkeypatch):
    loaded = []

    def load():
        loaded.append(1)
        return click.Command("little", callback=lambda: None)

    registry = registry_of(tmp_path, register_commands=[Command("little", "Klein.", load)])
    monkeypatch.setattr("core.cli.runtime.build_registry", lambda *_: registry)
    monkeypatch.setenv("BUURTBASIS_DATA_DIR", str(tmp_path))
    context = click.Context(command_line.main)
    assert "little" in command_line.main.list_commands(context)
    assert loaded == []
    assert command_line.main.get_command(context, "little") is not None
    assert loaded == [1]


def test_provide_geocoder_wins_from_core_unless_it_passes(tmp_path):
    everywhere = object()
    assert registry_of(tmp_path, provide_geocoder=everywhere).geocoder is everywhere
    passing = registry_of(tmp_path, provide_geocoder=None)
    assert type(passing.geocoder).__module__ == "core.neighbourhoods.geocoder"


def test_provide_mail_transport_wins_from_core_unless_it_passes(tmp_path):
    post = object()
    assert registry_of(tmp_path, provide_mail_transport=post).mail is post
    passing = registry_of(tmp_path, provide_mail_transport=None)
    assert type(passing.mail).__module__ == "core.mail.transport"


def test_provide_file_storage_wins_from_core_unless_it_passes(tmp_path):
    elsewhere = object()
    assert registry_of(tmp_path, provide_file_storage=elsewhere).storage is elsewhere
    passing = registry_of(tmp_path, provide_file_storage=None)
    assert type(passing.storage).__module__ == "core.media.storage"
