"""The English of answers that were given in another language: its steps, who may take which, languages to choose."""

from consult.domain.errors import Conflict

NOT_NEEDED, WAITING, WRITTEN, CHECKED = "not-needed", "waiting", "written", "checked"
WORD_STATES = (NOT_NEEDED, WAITING, WRITTEN, CHECKED)
# In code points. English takes more room than most languages, and an answer has its own limit.
MOST_ENGLISH, MOST_NOTE = 20_000, 1_000
# What a person can say an answer is in, besides the languages of the interface: the likeliest in London by the census
# of 2021, and those that people write in Latin letters on a telephone.
ALSO_WRITTEN = (
    "ak", "am", "ar-Latn", "bg", "bn-Latn", "cs", "de", "es", "fa", "fr", "he", "hi-Latn", "hu", "it", "ja", "ko",
    "ku", "lt", "ml", "ne", "nl", "pa-Latn", "ps", "pt", "ro", "ru", "si", "sk", "so", "sq", "sw", "ta", "te", "ti",
    "tl", "uk", "ur-Latn", "yi", "yo", "zh",
)


def is_english(language: str) -> bool:
    """Say whether a language (BCP 47) is English of any kind."""
    return language.split("-")[0].lower() == "en"


def state_for(language: str, *, has_letters: bool = True) -> str:
    """Return where an answer in this language starts: English, or no letter at all, needs nothing; the rest waits."""
    return NOT_NEEDED if is_english(language) or not has_letters else WAITING


def state_in(language: str, state: str, *, has_english: bool) -> str:
    """Return where an answer stands once a person says that it is in this language."""
    if is_english(language):
        return NOT_NEEDED
    if state != NOT_NEEDED:
        return state
    return WRITTEN if has_english else WAITING


def check_second_person(written_by: int | None, checking: int) -> None:
    """Raise Conflict("own-words") where the one who wrote the English would check it."""
    if written_by == checking:
        raise Conflict("own-words")
