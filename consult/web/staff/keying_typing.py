"""Typing one paper form beside its scan, in the order of the paper."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.keyings import UNCLEAR
from consult.extensions import db
from consult.queries.keyings import KeyedForm as Found
from consult.services import keyed_forms, keyings
from consult.services.keyings import Finished
from consult.web.access import staff
from consult.web.refusals import refusal_words
from consult.web.sentences import sentence
from consult.web.staff.keying import back, found, ids, pages_of
from consult.web.staff.keying_forms import REVISION, UNCLEAR_BOX, KeyedForm
from consult.web.staff.keying_settling import blueprint

# A long form, written full in any script.
BODY_LIMIT = 2 * 1024 * 1024
DO = "k:do"


@blueprint.route("/<public_id>/first", methods=["GET", "POST"])
@staff(Permission.TAKE_IN, body_limit=BODY_LIMIT)
def first(slug: str, public_id: str) -> Any:
    """Type a form for the first time."""
    return _typing(public_id, 1)


@blueprint.route("/<public_id>/second", methods=["GET", "POST"])
@staff(Permission.TAKE_IN, body_limit=BODY_LIMIT)
def second(slug: str, public_id: str) -> Any:
    """Type a form for the second time, without what the first person typed."""
    return _typing(public_id, 2)


def _typing(public_id: str, number: int) -> Any:
    view = found(public_id)
    keying = view.first if number == 1 else view.second
    if keying is None:
        return redirect(url_for("staff_keying.show", slug=g.consultation.slug, public_id=public_id), 303)
    if keying.state == "done" or keying.by_id != current_user.id:
        return back(public_id, Conflict("keying-done" if keying.state == "done" else "keying-taken"))
    fields = keyings.asked_fields(db.session(), view.submission, keying)
    if request.method == "GET":
        return _page(view, number, KeyedForm(fields, keyings.typing_of(keying)), keying.revision)
    form = KeyedForm(fields, keyings.typing_of(None), request.form)
    typed = form.posted(request.form)
    form.unclear = set(typed.unclear)
    return _take(view, number, form, typed)


def _take(view: Found, number: int, form: KeyedForm, typed: keyings.Typed) -> Any:
    """Keep what was typed, or finish; whatever is wrong, everything typed stands on the page again."""
    public_id, sent = view.submission.public_id, {"number": number, "typed": typed, "by_id": current_user.id}
    revision = typed.revision
    try:
        if request.form.get(DO) != "finish":
            keyings.save(**ids(public_id), **sent)
            flash(gettext("Kept. You can go on now or later."))
            return redirect(request.path, 303)
        done = keyed_forms.finish(**ids(public_id), **sent)
        if not done.problems:
            return _done(public_id, number, done)
        # What is not right yet was kept all the same.
        revision += 1
        questions = {question.key: question for question in form.step.questions}
        for refused in done.problems:
            form.put_error(refused.field, refusal_words(refused, questions.get(refused.field)))
    except (Refused, Conflict) as error:
        form.put_error("", sentence(error))
    return _page(view, number, form, revision), 422


def _done(public_id: str, number: int, done: Finished) -> WsgiResponse:
    if number == 1:
        flash(gettext("Done. Another person types this form again."))
    elif done.is_agreed:
        flash(gettext("Both of you typed the same. The form is settled."))
    else:
        flash(gettext("You typed some answers in another way than the first person. Look at the paper together."))
    if number == 2 and not done.is_agreed:
        return redirect(url_for("staff_keying.settle", slug=g.consultation.slug, public_id=public_id), 303)
    return redirect(url_for("staff_keying.index", slug=g.consultation.slug), 303)


def _page(view: Found, number: int, form: KeyedForm, revision: int) -> str:
    return render_template(
        "staff/keying/type.html", consultation=g.consultation, view=view, pages=pages_of(view), number=number,
        form=form, revision=revision,
        names={"revision": REVISION, "unclear": UNCLEAR_BOX, "do": DO}, unclear_mark=UNCLEAR,
        is_whole=number == 1 or (view.second is not None and not view.second.is_closed_only))
