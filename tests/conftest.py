"""What holds for every test of this repository."""

# A package of its own: its tests run where it is installed, by contracts/test_sample_plugin.py.
collect_ignore_glob = ["sample_plugin/*"]
