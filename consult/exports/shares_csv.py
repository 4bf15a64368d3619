"""The shares of themes as one CSV file, for staff who count on; keys and numbers, no words of anybody."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from consult.domain.shares import Share, words
from consult.exports.cells import formula_safe

HEADER = ("question", "theme", "whose", "spoke", "read", "answered", "percent", "low_percent", "high_percent", "words",
          "is_sample", "is_finished")


@dataclass(frozen=True)
class Line:
    """One share: `whose` is all, without-campaigns, or the ways to answer (channels with + between them)."""

    question: str
    theme: str
    whose: str
    share: Share
    is_sample: bool
    is_finished: bool


def write(lines: Iterable[Line]) -> bytes:
    """Return UTF-8 CSV (RFC 4180, no byte order mark): the header, then one line for each share in the order given.

    Percentages are empty under a base of 30, and low and high are one number where everything was read. `words` holds
    codes of the words scale, two with + between them where the interval holds several.
    """
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(HEADER)
    for line in lines:
        found = line.share
        low, high = found.percents or (None, None)
        rows.writerow([*(formula_safe(words) for words in (line.question, line.theme, line.whose)), found.count,
                       found.read, found.people, found.percent, low, high, "+".join(words(found)),
                       _said(line.is_sample), _said(line.is_finished)])
    return file.getvalue().encode()


def _said(holds: bool) -> str:
    return "yes" if holds else "no"
