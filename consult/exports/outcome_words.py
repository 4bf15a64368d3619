"""The fixed words of what became of a response: the same on its page and in its copies; codes in, sentences out."""

from datetime import datetime

from consult.domain.answer_paths import (
    AFTER_REPORT,
    IN_THEMES,
    NO_REPORT,
    NOT_COUNTED,
    WITHDRAWN,
    Step,
    Told,
)
from consult.domain.report_findings import ReportedDecision
from consult.domain.words_scale import Text
from consult.domain.working_days import london_day
from consult.exports.cells import Translate
from consult.exports.decision_words import decision_lines
from consult.exports.report_words import date_words


def received_lines(told: Told, language: str, translate: Translate) -> list[str]:
    """Return when the answers came, and whether they were changed or late."""
    lines = [translate("We received your answers on %(day)s.", day=_day(told.received_at, language))]
    if told.state == WITHDRAWN:
        return lines
    if told.corrected_at is not None:
        lines.append(translate("You changed them on %(day)s. Only the changed answers count.",
                               day=_day(told.corrected_at, language)))
    if told.is_late:
        lines.append(translate("They came after the close, in the time that was left to finish. They are marked as "
                               "late."))
    return lines


def standing_lines(told: Told, language: str, translate: Translate) -> list[str]:
    """Return how the answers stand: in the count, in a report, or taken back."""
    if told.state == WITHDRAWN:
        lines = [translate("You took back your answers on %(day)s. We deleted what you wrote, and it is not counted.",
                           day=_day(told.excluded_at, language))]
        if told.edition is not None:
            lines.append(translate("The numbers of a report that was published before that day do not change. Your "
                                   "words are not in it any more."))
        return lines
    return [{
        NOT_COUNTED: translate("Your response is kept, but it is not counted in the report. The report says how many "
                               "were left out, and why."),
        NO_REPORT: translate("Your answers are in the count. The report is not published yet. Come back with your code "
                             "when it is."),
        IN_THEMES: translate("People read your words and counted them in these themes of the report:"),
        AFTER_REPORT: translate("Your answers are in the count. They came after the newest report was published. The "
                                "next report will have them."),
    }.get(told.state) or translate("Your answers are in the count. Your own words were not sorted into a theme in this "
                                   "edition of the report. The report says how many answers that is true for.")]


def led_to_lines(told: Told, translate: Translate) -> list[str]:
    """Return what stands above the findings that a response is part of, or why there are none; nothing without a
    report."""
    if told.steps:
        return [translate("The team put what people said into findings. Your answers are part of these.")]
    return [translate("No finding of this report rests on your answers so far. They are in its numbers all the same.")
            ] if told.state == IN_THEMES else []


def part_by_lines(step: Step, translate: Translate) -> list[str]:
    """Return how an organisation is part of a finding; its themes and choices stand apart in their own words."""
    if step.reached.as_organisation:
        return [translate("What your organisation said is part of it.")]
    return []


def decided_lines(decision: ReportedDecision | None, language: str, translate: Translate) -> list[str]:
    """Return what was decided and by whom, as lines; one line that says that nobody has, where that is so."""
    if decision is None:
        return [translate("Nobody has decided on this yet")]
    return decision_lines(decision, language, translate)


def reason_of(decision: ReportedDecision, *, is_easy_read: bool) -> Text:
    """Return why it was decided so: in Easy Read for whoever answered in it, where somebody wrote it."""
    return decision.easy_reason if is_easy_read and decision.easy_reason else decision.reason


def _day(at: datetime | None, language: str) -> str:
    return date_words(london_day(at).isoformat(), language) if at is not None else ""
