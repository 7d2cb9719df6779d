"""Pictures of every sort, made where they are needed."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image


def make_picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more) -> bytes:
    """Return a picture with a red corner at its top left."""
    image = Image.new(more.pop("mode", "RGB"), size, more.pop("colour", "white"))
    image.paste("red", (0, 0, size[0] // 3, size[1] // 3))
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def picture() -> Callable[..., bytes]:
    return make_picture
