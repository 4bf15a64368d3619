"""How many pages the scan of a paper form has, so that each can be shown beside what is typed; serving is elsewhere."""

from functools import lru_cache

from consult.domain.errors import Refused
from consult.intake.document_images import pictures_in
from consult.intake.document_kinds import IMAGES, PDF
from consult.intake.documents_pdf import opened
from consult.queries.keyings import Scan
from consult.services import attachments

# More pages than a form with further sheets has.
MOST_PAGES = 60


def pages_of(scan: Scan) -> int:
    """Return how many pages of a scan can be shown as pictures, 0 where it is none that can, or not there any more."""
    return _count(scan.stored_as, scan.media_type)


@lru_cache(maxsize=512)
def _count(stored_as: str, media_type: str) -> int:
    """Count once: the bytes under a name of the file store never change."""
    if media_type not in (*IMAGES, PDF):
        return 0
    try:
        with attachments.store().open(stored_as) as stream:
            data = stream.read()
        found = pictures_in(data) if media_type in IMAGES else len(opened(data).pages)
    except (FileNotFoundError, Refused):
        return 0
    return min(found, MOST_PAGES)
