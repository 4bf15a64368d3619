"""What became of a response as plain text, in the reader's language and direction; the page says the same words."""

from collections.abc import Iterator

from consult.domain.answer_paths import IN_THEMES, Step, Told
from consult.domain.report_findings import ChangedText, ReportedDecision
from consult.domain.words_scale import Text, pick
from consult.exports import outcome_words
from consult.exports.cells import Translate
from consult.exports.copies import LINE_END, marked


def write(told: Told, language: str, translate: Translate) -> bytes:
    """Return what became of a response as UTF-8 text in `language` (BCP 47), lines ended as every system reads them."""
    lines = [*_opening(told, language, translate)]
    for spoken in told.spoken:
        lines += ["", *spoken.words.splitlines(), f"{translate('Theme:')} {spoken.theme}"]
    if outcome_words.led_to_lines(told, translate):
        lines += ["", "", translate("What this led to"), *outcome_words.led_to_lines(told, translate)]
    for step in told.steps:
        lines += ["", *_step(step, told, language, translate)]
    return (LINE_END.join(marked(lines, language)) + LINE_END).encode()


def _opening(told: Told, language: str, translate: Translate) -> Iterator[str]:
    yield translate("What became of what you said")
    yield pick(told.title, language)[0]
    yield ""
    yield from outcome_words.received_lines(told, language, translate)
    yield from outcome_words.standing_lines(told, language, translate)
    if told.edition is not None and told.state == IN_THEMES:
        yield translate("This is what edition %(edition)s of the report says.", edition=told.edition)


def _step(step: Step, told: Told, language: str, translate: Translate) -> Iterator[str]:
    finding = step.reached.finding
    yield f"F{finding.number}. {_said(finding.claim, language)}"
    if step.themes:
        names = ", ".join(_said(name, language) for _key, name in step.themes)
        yield f"{translate('Through your words on:')} {names}"
    for chosen in step.chosen:
        yield (f"{translate('Through your answer:')} {_said(chosen.question, language)} – "
               f"{_said(chosen.choice, language)}")
    yield from outcome_words.part_by_lines(step, translate)
    yield translate("What was decided:")
    yield from (f"- {line}" for line in outcome_words.decided_lines(finding.decision, language, translate))
    if finding.decision is not None:
        yield from _why(finding.decision, told, language, translate)


def _why(decision: ReportedDecision, told: Told, language: str, translate: Translate) -> Iterator[str]:
    reason = outcome_words.reason_of(decision, is_easy_read=told.is_easy_read)
    yield from [translate("Why:"), *_said(reason, language).splitlines()]
    for change in decision.changes:
        yield from _change(change, language, translate)


def _change(change: ChangedText, language: str, translate: Translate) -> Iterator[str]:
    yield f"{translate('Part of the plan:')} {_said(change.title, language)}"
    yield f"{translate('Before')}: {_said(change.before, language) or translate('This part is new.')}"
    yield f"{translate('After')}: {_said(change.after, language) or translate('This part was taken out.')}"


def _said(text: Text, language: str) -> str:
    return pick(text, language)[0]
