"""The end of answering: check, the part about oneself, sending, and the receipt to keep."""

from typing import Any

from flask import g, redirect, render_template, request, session, url_for

from consult.domain.errors import NotFound, Refused
from consult.domain.responses import still_asked
from consult.domain.signed_answers import FILM
from consult.services import responses
from consult.services.drafts import DraftGone
from consult.services.responses import Signals
from consult.services.secrets import new_token, printed, receipt_code
from consult.web import locale, tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.piping import piped_step
from consult.web.public import drafting, own_films
from consult.web.public.consultations import visible
from consult.web.public.respond import gone, is_switching, open_consultation, render, switched
from consult.web.public.respond_forms import AboutYouForm, SendForm
from consult.web.sentences import sentence, words_for

blueprint = Guarded("respond_end", __name__, url_prefix="/<lang>/consultations/<slug>/respond")
blueprint.register_error_handler(DraftGone, gone)


@blueprint.get("/check")
@everyone()
def check(slug: str) -> Any:
    """Show every answer with a way to change it, and what will not be sent because an earlier answer hid it."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    answers = still_asked(writing.survey, writing.draft.age_route, writing.draft.answers)
    films = writing.films
    hidden = [key for key in writing.draft.answers if key not in answers and key.removeprefix(FILM) not in films]
    parts = {step.page.key: name for step, name in drafting.comments_of(writing)}
    steps = [piped_step(step, writing.survey, answers) for step in writing.shown]
    unsaved = [step for step in steps if step.page.key in writing.draft.unsaved]
    return render("check", consultation, writing=writing, steps=steps, answers=answers, hidden=hidden, parts=parts,
                  unsaved=unsaved, films=films, files=own_films.files_of(writing))


@blueprint.route("/about-you", methods=["GET", "POST"])
@everyone(keeps_form=True)
def about_you(slug: str) -> Any:
    """Explain the questions about the person, and let them skip all of them in one step."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    form = AboutYouForm()
    if request.method == "POST":
        if is_switching():
            return switched("respond_end.about_you", slug=slug)
        if tokens.is_stale():
            add_error(form, "wants", words_for("form-stale", {}))
        elif form.wants.data == "yes" and writing.about:
            return redirect(url_for("respond.question", slug=slug, page=writing.about[0].page.key), 303)
        elif form.wants.data in ("yes", "no"):
            return redirect(url_for("respond_end.send", slug=slug), 303)
        else:
            add_error(form, "wants", words_for("answer-missing", {}))
    return render("about_you", consultation, form)


@blueprint.route("/send", methods=["GET", "POST"])
@everyone(keeps_form=True)
def send(slug: str) -> Any:
    """Say what happens with the answers, take the agreement, store the response, and only then say thank you."""
    consultation = visible(slug)
    form = SendForm()
    if request.method == "POST" and is_switching():
        return switched("respond_end.send", slug=slug)
    if request.method == "POST" and (answer := submitted(slug, form)) is not None:
        return answer
    writing = drafting.current(open_consultation(slug) if not form.errors else consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    form.submission.data = submission_token(slug)
    return render("send", consultation, form, writing=writing)


def submission_token(slug: str) -> str:
    """Return the token of this sending: the same until it has gone through, so that twice is once."""
    sending = session.get("sending", {})
    if slug not in sending:
        session["sending"] = sending = {**sending, slug: new_token()}
    return str(sending[slug])


def submitted(slug: str, form: SendForm) -> Any:
    """Store what this browser wrote and return the way to its receipt, or None with an error on the form."""
    if tokens.is_stale():
        add_error(form, "consent", words_for("form-stale", {}))
        return None
    token = form.submission.data or ""
    if len(token) < 43:
        raise NotFound()
    try:
        code = responses.submit(
            consultation_id=g.consultation.id, draft_token=drafting.token_of(g.consultation) or "",
            submission_token=token, language=locale.language().tag,
            has_consent=bool(form.consent.data), has_quote_consent=bool(form.quotes.data),
            signals=Signals(network=request.remote_addr or "", is_trapped=bool(form.website.data)),
        )
    except Refused as refused:
        add_error(form, "consent", sentence(refused))
        return None
    except NotFound:
        if drafting.left_at(g.consultation) is not None:
            raise DraftGone() from None
        return redirect(url_for("respond.start", slug=slug), 303)
    drafting.forget(g.consultation)
    session["sending"] = {key: kept for key, kept in session.get("sending", {}).items() if key != slug}
    session["sent"] = {**session.get("sent", {}), slug: token}
    session["changed"] = [*{*session.get("changed", []), slug} - ({slug} if code else set())]
    return redirect(url_for("respond_end.receipt", slug=slug), 303)


@blueprint.get("/receipt")
@everyone()
def receipt(slug: str) -> Any:
    """Show the receipt code of what this browser sent."""
    consultation, found = visible(slug), own_receipt(slug)
    if found is None:
        return redirect(url_for("public_receipts.check"), 303)
    return render_template("public/respond/receipt.html", consultation=consultation, **found)


def own_receipt(slug: str) -> dict[str, Any] | None:
    """Return code, is_change and is_shared of what this browser sent, or None; marks it as shown on a shared one."""
    token = session.get("sent", {}).get(slug)
    if not token:
        return None
    if session.get("shared") and not session.get("shared_receipt"):
        session["shared_receipt"] = True
    return {"code": printed(receipt_code(token)), "is_change": slug in session.get("changed", []),
            "is_shared": bool(session.get("shared"))}
