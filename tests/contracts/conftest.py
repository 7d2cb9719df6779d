"""The sample plugin, installed as anybody's package is: built, put in a folder, found by name."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sources import SHIPPED

from core.loading import build_registry
from core.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample_plugin"


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which the sample plugin is installed."""
    site = tmp_path_factory.mktemp("site-packages")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--no-deps", "--no-build-isolation", "--no-index", "--target", str(site), str(SAMPLE)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Give a callable that runs Python on its own data folder, with more folders to import from."""

    def run(
        *arguments: str, paths: tuple[Path, ...] = (), **environ: str
    ) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if "BUURTBASIS" not in name}
        return subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path,
            env={
                **kept, "BUURTBASIS_DATA_DIR": str(tmp_path / "data"),
                "PYTHONPATH": os.pathsep.join([*map(str, paths), str(ROOT)]), **environ,
            },
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def shipped() -> Registry:
    """Give core with the plugins of this repository and no other."""
    return build_registry(only=SHIPPED)


@pytest.fixture(scope="session")
def alone() -> Registry:
    """Give core without any plugin."""
    return build_registry(only=())
