"""The machine that was measured on, without its name."""

import importlib.metadata
import os
import platform
import sqlite3
from pathlib import Path


def describe() -> dict[str, str]:
    """Return what the figures depend on."""
    version = importlib.metadata.version
    return {
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
        "litestar": version("litestar"),
        "granian": version("granian"),
        "sqlite": sqlite3.sqlite_version,
        "load": f"{os.getloadavg()[0]:.1f} when it began",
    }


def slug() -> str:
    """Return a short name for the machine: its cores and its kind."""
    return f"{os.cpu_count()}-cores-{platform.machine().replace('_', '-')}"


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()
