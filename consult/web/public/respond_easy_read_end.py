"""The end of the Easy Read way: looking over the answers, questions about oneself, sending, and the receipt."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from consult.domain.responses import still_asked
from consult.extensions import db
from consult.queries import attachments
from consult.web import tokens
from consult.web.access import everyone
from consult.web.fields import Plain, add_error, choices
from consult.web.public import drafting, respond_easy_read_screens
from consult.web.public.consultations import visible
from consult.web.public.respond import open_consultation
from consult.web.public.respond_easy_read import HELP, help_of, render, to_start, way_of
from consult.web.public.respond_end import own_receipt, submission_token, submitted
from consult.web.public.respond_forms import SendForm
from consult.web.sentences import words_for

blueprint = respond_easy_read_screens.blueprint


class WantsForm(Plain):
    """Whether to answer the questions about oneself."""

    wants = RadioField(_l("Do you want to answer questions about you?"), validate_choice=False, choices=choices([
        ("yes", _l("Yes")), ("no", _l("No"))]))


class EasySendForm(SendForm):
    """The last page in short sentences; what is agreed to is the same."""

    consent = BooleanField(_l("Yes. You can use my answers."))
    quotes = BooleanField(_l("Yes. You can print some of my words. You will not print my name."))


@blueprint.get("/check")
@everyone()
def check(slug: str) -> Any:
    """Show every answer in the same style, with a way to change it."""
    consultation = open_consultation(slug)
    way = way_of(consultation)
    if way is None:
        return to_start(slug)
    draft = way.writing.draft
    answers = still_asked(way.writing.survey, draft.age_route, draft.answers)
    return render("check", consultation, way=way, screens=way.to_check, answers=answers,
                  files=attachments.of_draft(db.session(), draft), has_comments=bool(drafting.comments_of(way.writing)),
                  help=dict(HELP)[help_of(draft.about) or "alone"], asks_help=way.asks_of_help,
                  going_on=url_for("respond_easy_read.about_you", slug=slug) if way.about else way.sending())


@blueprint.route("/about-you", methods=["GET", "POST"])
@everyone(keeps_form=True)
def about_you(slug: str) -> Any:
    """Let the person skip all questions about themselves in one step."""
    consultation = open_consultation(slug)
    way = way_of(consultation)
    if way is None:
        return to_start(slug)
    form = WantsForm()
    if request.method == "POST":
        if tokens.is_stale():
            add_error(form, "wants", words_for("form-stale", {}))
        elif form.wants.data == "yes" and way.about:
            return redirect(way.address(way.about[0]), 303)
        else:
            return redirect(way.sending(), 303)
    return render("about_you", consultation, form)


@blueprint.route("/send", methods=["GET", "POST"])
@everyone(keeps_form=True)
def send(slug: str) -> Any:
    """Take the agreement, store the response, and only then say thank you."""
    form = EasySendForm()
    if request.method == "POST" and submitted(slug, form) is not None:
        is_sent = drafting.token_of(visible(slug)) is None
        return redirect(url_for("respond_easy_read.receipt" if is_sent else "respond_easy_read.start", slug=slug), 303)
    consultation = open_consultation(slug) if not form.errors else visible(slug)
    way = way_of(consultation)
    if way is None:
        return to_start(slug)
    form.submission.data = submission_token(slug)
    last = way.before_sending[-1:]
    return render("send", consultation, form, back=way.address(last[0]) if last else url_for(
        "respond_easy_read.check", slug=slug))


@blueprint.get("/receipt")
@everyone()
def receipt(slug: str) -> Any:
    """Show the receipt code of what this browser sent, in the same style."""
    consultation, found = visible(slug), own_receipt(slug)
    return render("receipt", consultation, **found) if found else redirect(url_for("public_receipts.check"), 303)
