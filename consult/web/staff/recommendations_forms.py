"""The forms of the committee's asks: what the office says to one, a reply to several, the day of a report."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from consult.domain import recommendations as rules
from consult.exports.scrutiny_words import reason_words, status_words
from consult.queries.recommendations import AskView, ReportView
from consult.web.fields import DatePartsField, choices
from consult.web.staff.plain_forms import Plain, needed, tidy
from consult.web.staff.setup import languages
from consult.web.staff.setup_forms import is_a_likely_day, labelled


class StatusForm(Plain):
    """What the office says to one ask; the words are added a language at a time."""

    status = RadioField(_l("What do you say to this ask?"), validate_choice=False)
    reason_code = SelectField(_l("Why"), validate_choice=False,
                              description=_l("Needed for everything but a full yes."))
    goes_to = StringField(_l("If you passed it on: to whom"), filters=[tidy])
    promised_on = DatePartsField(_l("Day by which you will do it"), validators=[is_a_likely_day],
                            description=_l("Leave it empty where there is none."))


class ReplyForm(Plain):
    """A reply as it was sent, and the asks that it answers; the words are added a language at a time."""

    asks = SelectMultipleField(_l("Which asks does it answer?"), validate_choice=False,
                               description=_l("Tick only those that it answers. The others stay open."))
    signed = StringField(_l("Office that signed it"), filters=[tidy])
    reference = StringField(_l("Reference"), filters=[tidy])
    replied_on = DatePartsField(_l("Day of the reply"), validators=[needed("date-missing"), is_a_likely_day])


class DayForm(Plain):
    """The day on which a report came."""

    published_on = DatePartsField(_l("Day on which the report came"), validators=[is_a_likely_day],
                                  description=_l("Days of waiting are counted from it. Leave it empty where nobody "
                                                 "knows it."))


def status_form(ask: AskView) -> Any:
    """Return the form for one ask, filled with what the office says now."""
    row = ask.row
    fields = {f"reason-{tag}": TextAreaField(
        labelled(_l("In your own words"), tag), filters=[tidy], default=row.reason.get(tag, ""),
        description=_l("Everyone reads it. Say it in one or two plain sentences.") if tag == "en" else "")
        for tag in languages()}
    form = type("StatusWithReasons", (StatusForm,), fields)(
        data={"status": row.status or "", "reason_code": row.reason_code, "goes_to": row.goes_to,
              "promised_on": row.promised_on})
    form.status.choices = choices((code, status_words(code, gettext)) for code in rules.STATUSES)
    form.reason_code.choices = choices([("", gettext("No reason is needed")), *(
        (code, reason_words(code, gettext) or gettext("Another reason: write it below")) for code in rules.REASONS)])
    return form


def reply_form(report: ReportView) -> Any:
    """Return the form for a reply to asks of a report."""
    fields = {f"text-{tag}": TextAreaField(labelled(_l("What the reply says"), tag), filters=[tidy])
              for tag in languages()}
    form = type("ReplyWithWords", (ReplyForm,), fields)()
    form.asks.choices = choices((ask.row.public_id, f"{ask.number} {ask.row.text}") for ask in report.asks)
    return form


def typed(form: Any, name: str) -> dict[str, str]:
    """Return what was typed into a field that is there once for each language."""
    return {tag: form[f"{name}-{tag}"].data or "" for tag in languages()}
