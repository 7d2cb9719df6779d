"""Read a picture that a stranger sent and write it anew, in a process of its own with limits.

Run as a program: the picture comes in on standard input. Out goes a line of JSON, and after it
the new files one after another. It imports nothing of ours, so that it starts quickly.
"""

import json
import resource
import sys
import warnings
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 25_000_000
WIDTHS = (1600, 800, 400)
HIGHEST = 2400
QUALITY = 80
MEMORY = 1024 * 1024 * 1024
SECONDS = 20

FORMAT, SIZE, BROKEN = "format", "size", "broken"
"""What can be wrong: no picture that we take, too many pixels, not to be read to its end."""


def limit_this_process() -> None:
    """Give this process little memory and time, and no file to write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def shrink(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return what the picture became and its files, widest first; or what is wrong, and none."""
    try:
        # Reads the header only: nothing is decoded before the number of pixels is known.
        picture: Image.Image = Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        return {"wrong": SIZE}, []
    except Exception:
        return {"wrong": FORMAT}, []
    if picture.width * picture.height > MOST_PIXELS:
        return {"wrong": SIZE}, []
    try:
        # A large photo is decoded no larger than it is needed, whichever way up it is.
        picture.draft("RGB", (HIGHEST, HIGHEST))
        widest = _within(_upright(picture), WIDTHS[0])
    except Exception:
        return {"wrong": BROKEN}, []
    made = [widest, *(_within(widest, width) for width in WIDTHS[1:])]
    files = [_file(one) for one in made]
    sizes = [len(file) for file in files]
    return {"width": widest.width, "height": widest.height, "sizes": sizes}, files


def _upright(picture: Image.Image) -> Image.Image:
    """Return the first frame the way it is to be seen; raises for a broken file."""
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    has_alpha = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    return turned.convert("RGBA" if has_alpha else "RGB")


def _within(picture: Image.Image, width: int) -> Image.Image:
    """Return a picture within a width, never larger than it is, with nothing else of its file."""
    scale = min(1.0, width / picture.width, HIGHEST / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    small = picture
    if size != picture.size:
        small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    clean = Image.new(small.mode, small.size)
    clean.paste(small)
    return clean


def _file(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def main() -> None:
    """Answer one picture."""
    limit_this_process()
    warnings.simplefilter("ignore")
    answer, files = shrink(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(files))


if __name__ == "__main__":
    main()
