"""Every shipped plugin passes the suite that any plugin must pass, with only what it requires."""

from sources import ROOT

from core.testing.conformance import PluginConformance, registry_with


class TestActivities(PluginConformance):
    plugin = "activities"


class TestScherm(PluginConformance):
    plugin = "scherm"


class TestSignups(PluginConformance):
    plugin = "signups"


class TestWijkgids(PluginConformance):
    plugin = "wijkgids"


def test_every_shipped_plugin_is_under_test_here():
    shipped = {path.parent.name for path in ROOT.glob("plugins/*/plugin.py")}
    tested = {kind.plugin for kind in PluginConformance.__subclasses__()}
    assert shipped <= tested
    assert all(registry_with(name).plugin(name) for name in shipped)
