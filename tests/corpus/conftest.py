"""Tests on larger real data, which are collected only where ``BUURTBASIS_CORPUS`` names it."""

import os

from tests.core.neighbourhoods.conftest import core_alone, database

__all__ = ["core_alone", "database"]

collect_ignore_glob = [] if "BUURTBASIS_CORPUS" in os.environ else ["test_*.py"]
