"""The English of answers that were given in another language: its steps, and who may take which."""

from consult.domain.errors import Conflict

NOT_NEEDED, WAITING, WRITTEN, CHECKED = "not-needed", "waiting", "written", "checked"
WORD_STATES = (NOT_NEEDED, WAITING, WRITTEN, CHECKED)


def state_for(language: str) -> str:
    """Return where an answer in this language starts: English needs nothing, everything else waits for a person."""
    return NOT_NEEDED if language.split("-")[0].lower() == "en" else WAITING


def check_second_person(written_by: int | None, checking: int) -> None:
    """Raise Conflict("own-words") where the one who wrote the English would check it."""
    if written_by == checking:
        raise Conflict("own-words")
