"""Where in a document a paragraph stands, written as a short mark that a person can look up; not what it says."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?:([1-9]\d{0,3})/)?(?:([1-9]\d{0,5})\.)?([1-9]\d{0,6})")


@dataclass(frozen=True)
class Anchor:
    """A paragraph's place: its number from 1, on that page where there are pages, in that attached file if any.

    Files are numbered as SubmissionFile.position numbers them; None is what was sent itself.
    """

    number: int
    page: int | None = None
    file: int | None = None

    def __str__(self) -> str:
        """Return `file/page.number`, as `3`, `2.3`, `1/3` or `1/2.3`."""
        on_page = f"{self.page}.{self.number}" if self.page is not None else str(self.number)
        return f"{self.file}/{on_page}" if self.file is not None else on_page


def anchor_of(mark: str) -> Anchor | None:
    """Return the place that a mark names, or None where it names none."""
    found = _FORM.fullmatch(mark)
    if found is None:
        return None
    file, page, number = found.groups()
    return Anchor(int(number), int(page) if page else None, int(file) if file else None)
