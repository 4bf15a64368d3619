"""The pages of a scan as pictures that a browser shows, so that a person can type what they say; no words are read."""

import io
from typing import Any

from PIL import Image
from pypdf.generic import DictionaryObject

from consult.domain.errors import Refused
from consult.intake.document_images import MOST_PIXELS, dots_of_page
from consult.intake.document_kinds import IMAGES, PDF
from consult.intake.documents_pdf import UNREADABLE, opened

MEDIA_TYPE = "image/jpeg"
# Enough to read small handwriting on a screen.
_LONGEST_SIDE = 2400
_QUALITY = 85


def page_picture(data: bytes, media_type: str, page: int) -> bytes:
    """Return that page of a scan, from 1, as a JPEG of its dots alone.

    Raises Refused("file", code): `document-kind` for what has no pages of pictures, or no such page, and as reading.
    """
    if media_type in IMAGES:
        return _written(dots_of_page(data, page))
    if media_type == PDF:
        return _written(_largest_picture(data, page))
    raise Refused("file", "document-kind")


def _largest_picture(data: bytes, page: int) -> Image.Image:
    reader = opened(data)
    if not 1 <= page <= len(reader.pages):
        raise Refused("file", "document-kind")
    found = reader.pages[page - 1]
    try:
        sizes = {name: _size(found, name) for name in found.images.keys()}
        sizes = {name: size for name, size in sizes.items() if 0 < size <= MOST_PIXELS}
        if not sizes:
            raise Refused("file", "document-kind")
        picture: Any = found.images[max(sizes, key=lambda name: sizes[name])].image
        if picture is None:
            raise Refused("file", "document-kind")
        return picture.copy()  # type: ignore[no-any-return]
    except UNREADABLE:
        raise Refused("file", "document-broken") from None


def _size(page: Any, name: Any) -> int:
    """Return how many dots a picture of a page has, before any of it is unpacked; 0 for one inside a form."""
    if not isinstance(name, str) or name.startswith("~"):
        return 0
    image = page["/Resources"]["/XObject"][name].get_object()
    return int(str(image["/Width"])) * int(str(image["/Height"])) if isinstance(image, DictionaryObject) else 0


def _written(picture: Image.Image) -> bytes:
    plain = picture.convert("RGB")
    plain.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()
