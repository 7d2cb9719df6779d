"""Pictures of strangers are written anew, and hostile ones cost little."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from core.errors import Invalid, Unavailable
from core.media.workshop import Workshop


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def png_that_claims(width: int, height: int) -> bytes:
    """Return a small PNG of very many pixels, all of one colour."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * ((width // 8 + 1) * height), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


async def test_a_photo_becomes_three_sizes_the_right_way_up_without_where_it_was_taken(picture):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture(size=(2000, 1000), exif=exif, comment=b"secret place")
    made = await Workshop().shrink(sent)
    assert (made.width, made.height) == (1000, 2000)
    assert [opened(file).width for file in made.files.values()] == [1000, 800, 400]
    whole = opened(made.files[1600])
    assert whole.format == "WEBP"
    assert not whole.getexif()
    assert b"secret" not in made.files[1600]
    red, green, _ = whole.convert("RGB").getpixel((whole.width - 5, 5))
    assert red > 200
    assert green < 60


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
async def test_other_kinds_are_taken_too_and_small_ones_are_not_blown_up(picture, kind):
    made = await Workshop().shrink(picture(kind, size=(300, 200)))
    assert (made.width, made.height) == (300, 200)


async def test_transparency_stays(picture):
    made = await Workshop().shrink(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(made.files[1600]).mode == "RGBA"


async def test_of_an_animation_the_first_frame_is_taken(picture):
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue", "green")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    made = opened((await Workshop().shrink(out.getvalue())).files[1600])
    assert getattr(made, "n_frames", 1) == 1
    assert made.convert("RGB").getpixel((5, 5))[0] > 200


async def test_a_small_file_of_very_many_pixels_is_not_unpacked():
    bomb = png_that_claims(30_000, 30_000)
    assert len(bomb) < 200_000
    with pytest.raises(Invalid, match="beeldpunten"):
        await Workshop().shrink(bomb)


async def test_a_file_that_ends_too_early_is_refused(picture):
    with pytest.raises(Invalid, match="beschadigd"):
        await Workshop().shrink(picture("PNG")[:-200])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        b"BM" + b"\0" * 60,
    ],
)
async def test_what_is_no_photo_is_refused_whatever_it_is_called(content):
    with pytest.raises(Invalid, match="geen foto"):
        await Workshop().shrink(content)


async def test_of_a_file_that_is_two_things_only_the_photo_is_left(picture):
    made = await Workshop().shrink(picture() + b"<script>alert(1)</script>")
    assert b"script" not in b"".join(made.files.values())


async def test_more_than_ten_megabytes_is_not_looked_at():
    with pytest.raises(Invalid, match="10 MB"):
        await Workshop().shrink(b"x" * 10_000_001)


async def test_a_picture_that_takes_too_long_is_given_up(picture):
    with pytest.raises(Unavailable):
        await Workshop(patience=0).shrink(picture())
