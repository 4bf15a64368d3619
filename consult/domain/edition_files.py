"""Files that are made once of a published edition, because no page can wait for them: their kinds, states, problems."""

from collections.abc import Iterable

PDF, PDF_LARGE = "pdf", "pdf-large"
FILE_KINDS = (PDF, PDF_LARGE)
WAITING, MADE, FAILED, ABSENT = "waiting", "made", "failed", "absent"
# `absent`: this installation has no program that could make it, and says so.
FILE_STATES = (WAITING, MADE, FAILED, ABSENT)
NO_PROGRAM, NOT_PRINTED, LETTERS_LOST, NOT_ACCESSIBLE = (
    "file-no-program", "file-not-printed", "file-letters-lost", "file-not-accessible")
PROBLEMS = (NO_PROGRAM, NOT_PRINTED, LETTERS_LOST, NOT_ACCESSIBLE)


def wanted(languages: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return (kind, language) of every file that an edition gets: each kind in each language, the usual print first."""
    tags = tuple(dict.fromkeys(languages))
    return tuple((kind, tag) for kind in FILE_KINDS for tag in tags)
