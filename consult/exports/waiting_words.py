"""What was not done when an edition came out, as sentences; the codes are of domain/report_readiness.py."""

from collections.abc import Iterable

from consult.domain.report_editions import Waiting
from consult.exports.cells import Translate
from consult.exports.report_words import language_words


def waiting_lines(waiting: Iterable[Waiting], language: str, translate: Translate) -> list[str]:
    """Return a sentence for each thing that waited, with its number; raises KeyError for a code that is none."""
    return [waiting_words(one, language, translate) for one in waiting]


def waiting_words(waiting: Waiting, language: str, translate: Translate) -> str:
    """Return what waited and how many there were; a translation names its language in the words of `language`."""
    count = waiting.count
    name = language_words(waiting.of, language) if waiting.of else ""
    return {
        "unread": translate("Responses that nobody has read yet: %(count)s", count=count),
        "uncoded": translate("Responses that were read and have no theme yet: %(count)s", count=count),
        "at-desk": translate("Letters and papers that wait to be taken in: %(count)s", count=count),
        "undecided": translate("Findings without a decision: %(count)s", count=count),
        "open": translate("People could still answer."),
        "unconfirmed": translate("Findings that nobody has confirmed yet: %(count)s", count=count),
        "unplaced": translate("Themes without a place in the plan: %(count)s", count=count),
        "quotes-to-read": translate("Quotes that a person must still read: %(count)s", count=count),
        "translations": translate("Texts that are not in %(language)s yet: %(count)s", language=name, count=count),
        "easy-read": translate("Chapters that are not in Easy Read yet: %(count)s", count=count),
        "bsl": translate("Chapters that are not in British Sign Language yet: %(count)s", count=count),
    }[waiting.code]
