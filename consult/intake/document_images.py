"""Pictures that were sent to us: how many a file holds, and the same without what the camera wrote into it."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, UnidentifiedImageError

from consult.domain.errors import Refused

# A scan of an A3 page at 600 dots per inch has 70 million.
MOST_PIXELS = 100_000_000
MOST_FRAMES = 200
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")
_QUALITY = 90
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError,
           SyntaxError, TypeError, IndexError, KeyError, AttributeError, EOFError, OverflowError, ZeroDivisionError)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Give a picture whose size is known and bearable. Raises Refused("file", `document-broken` or `document-bomb`)."""
    try:
        with warnings.catch_warnings():
            # The library warns of damaged notes of cameras, which are dropped here anyway.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused("file", "document-bomb")
                yield picture
    except _BROKEN:
        raise Refused("file", "document-broken") from None


def pictures_in(data: bytes) -> int:
    """Return how many pages a picture has. Raises Refused("file", `document-broken` or `document-bomb`)."""
    with _opened(data) as picture:
        frames = int(getattr(picture, "n_frames", 1))
    if frames > MOST_FRAMES:
        raise Refused("file", "document-bomb")
    return frames


def dots_in(data: bytes) -> int:
    """Return how many dots a picture has on each page. Raises Refused as `pictures_in`."""
    with _opened(data) as picture:
        return picture.width * picture.height


def cleaned_image(data: bytes) -> bytes:
    """Return a picture in its own form with its dots alone, turned the way it is looked at.

    Place, time, camera, colour profile, comments, thumbnail: none of it stays, because the dots are written anew.
    Raises Refused("file", `document-broken` or `document-bomb`).
    """
    with _opened(data) as picture:
        form = picture.format or "PNG"
        frames = [_dots(picture, number) for number in range(_frames(picture))]
    target = io.BytesIO()
    options: dict[str, object] = {"quality": _QUALITY} if form in ("JPEG", "WEBP") else {}
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
    if form == "TIFF":
        options["compression"] = "tiff_lzw"
    frames[0].save(target, form, **options)
    return target.getvalue()


def dots_of_page(data: bytes, page: int) -> Image.Image:
    """Return one page of a picture, from 1, with its dots alone. Raises Refused as `cleaned_image`, `document-kind`."""
    with _opened(data) as picture:
        if not 1 <= page <= _frames(picture):
            raise Refused("file", "document-kind")
        return _dots(picture, page - 1)


def _frames(picture: Image.Image) -> int:
    frames = int(getattr(picture, "n_frames", 1)) if picture.format in ("TIFF", "GIF") else 1
    if frames > MOST_FRAMES or frames * picture.width * picture.height > 5 * MOST_PIXELS:
        raise Refused("file", "document-bomb")
    return frames


def _dots(picture: Image.Image, number: int) -> Image.Image:
    """Return the dots of a page as a picture of their own, without anything that was noted beside them."""
    if number:
        picture.seek(number)
    turned = ImageOps.exif_transpose(picture)
    mode = turned.mode if turned.mode in ("1", "L", "RGB") else ("RGBA" if _has_clear(turned) else "RGB")
    if picture.format == "JPEG" and mode == "RGBA":
        mode = "RGB"
    plain = turned.convert(mode)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _has_clear(picture: Image.Image) -> bool:
    return "A" in picture.mode or "transparency" in picture.info
