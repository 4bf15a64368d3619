"""The columns of a file of event notes, as it goes out and comes back: what people read and machines find again."""

from consult.domain.events import NOTE_KINDS

TABLE, KIND, TEXT, QUESTION, NODE, CONSENT = "table", "kind", "note", "question", "part of the plan", "may be printed"
COLUMNS = (TABLE, KIND, TEXT, QUESTION, NODE, CONSENT)
# Without these two there is nothing to take in.
NEEDED = frozenset({KIND, TEXT})
SHEET = "notes"
KINDS = NOTE_KINDS
YES, NO = frozenset({"yes", "y", "x", "true", "1"}), frozenset({"", "no", "n", "false", "0"})
# Room for so many lines of notes on paper and in a file.
PAPER_LINES, SHEET_LINES = 24, 500


def choice(key: str, words: str) -> str:
    """Return how a question or a part of the plan stands in a list: its words, and its key between brackets."""
    plain = " ".join(words.replace("[", "(").replace("]", ")").split())
    return f"{plain[:120]} [{key}]"


def key_of(said: str) -> str:
    """Return the key that a cell names, written alone or between brackets after the words."""
    said = said.strip()
    if said.endswith("]") and "[" in said:
        return said[said.rindex("[") + 1:-1].strip()
    return said


def column_of(heading: str) -> str:
    """Return the column that a heading names, however it is spaced and written, or ""."""
    plain = " ".join(heading.lower().split()).rstrip("?:")
    return plain if plain in COLUMNS else ""
