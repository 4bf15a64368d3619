"""The fixed words of what became of people's answers, in the page's language, for templates that show decisions."""

from types import SimpleNamespace

from flask_babel import gettext

from consult.domain.answer_paths import Told
from consult.exports import outcome_words
from consult.web import locale


def decisions() -> SimpleNamespace:
    """Return what components/decided.html says: `decided(decision)` lines, `reason(decision, is_easy_read)`."""
    tag = locale.language().tag
    return SimpleNamespace(
        decided=lambda decision: outcome_words.decided_lines(decision, tag, gettext),
        reason=lambda decision, is_easy_read=False: outcome_words.reason_of(decision, is_easy_read=is_easy_read))


def sayings(told: Told) -> SimpleNamespace:
    """Return the same and what the page of a receipt says: `received`, `standing`, `led_to`, `part_by(step)`."""
    tag = locale.language().tag
    return SimpleNamespace(
        **vars(decisions()), received=outcome_words.received_lines(told, tag, gettext),
        standing=outcome_words.standing_lines(told, tag, gettext), led_to=outcome_words.led_to_lines(told, gettext),
        part_by=lambda step: outcome_words.part_by_lines(step, gettext))
