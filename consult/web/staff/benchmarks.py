"""What London's people are like: what stands, where it is from, a file to load and a form to correct one number."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.benchmarks import (
    ALL_AGES,
    FROM_MEMORY,
    LONGEST,
    NOT_TO_BE_USED,
    TOGETHER,
    VERIFIED,
    Benchmark,
)
from consult.domain.errors import NotFound, Refused
from consult.extensions import db
from consult.queries import benchmarks as stored
from consult.services import benchmarks, report_people
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.staff import uploads
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.uploads import UploadForm

blueprint = Guarded("staff_benchmarks", __name__, url_prefix="/staff/consultations/<slug>/who-answered/london")
CERTAINTY_WORDS = {VERIFIED: _l("Checked against its source"), FROM_MEMORY: _l("Not checked yet: no verdict from it"),
                   NOT_TO_BE_USED: _l("Not to be used")}


class BenchmarkForm(Plain):
    """The share of one group, or of several together."""

    groups = SelectMultipleField(_l("Which groups is the number of?"), validate_choice=False,
                                 description=_l("Tick several where the source counts them together"))
    percent = StringField(_l("Percent of everyone whom the source counts"), filters=[tidy])
    ages = StringField(_l("Whom does the source count?"), filters=[tidy], default=ALL_AGES,
                       description=_l("all, an age and over like 16+, or ages like 15-64"))
    area = StringField(_l("Which area?"), filters=[tidy], default="London")
    period = StringField(_l("Of which day or period?"), filters=[tidy], description=_l("For example: Census 2021"))
    source = TextAreaField(_l("Where is it from?"), filters=[tidy],
                           description=_l("The table and its address, so that others can check it"))
    certainty = RadioField(_l("How sure is it?"), choices=choices(CERTAINTY_WORDS.items()), default=VERIFIED,
                           validate_choice=False)


@blueprint.get("")
@staff(Permission.SEE_WHO_ANSWERED)
def index(slug: str) -> Any:
    """List the numbers for London by question, with those that they took the place of."""
    return _index(UploadForm(formdata=None), [])


@blueprint.post("")
@staff(Permission.KEEP_FIGURES, body_limit=uploads.BODY_LIMIT)
def load(slug: str) -> Any:
    """Take the numbers of a file."""
    form = UploadForm()
    found, problems = uploads.take(form, lambda data: benchmarks.import_file(
        consultation_id=g.consultation.id, data=data, by_id=current_user.id))
    if found is None:
        return _index(form, problems), 422
    changed, left_out = found
    flash(gettext("New or changed numbers: %(changed)s. Left out, because nothing can be set beside them: %(left)s.",
                  changed=changed, left=len(left_out)))
    return redirect(url_for("staff_benchmarks.index", slug=slug), 303)


@blueprint.get("/<characteristic>")
@staff(Permission.KEEP_FIGURES)
def new(slug: str, characteristic: str) -> Any:
    """Show the form for a number of one question."""
    return _page(characteristic, BenchmarkForm(formdata=None))


@blueprint.post("/<characteristic>")
@staff(Permission.KEEP_FIGURES)
def set_one(slug: str, characteristic: str) -> Any:
    """Keep a number in the place of the one that stood for the same groups."""
    form = BenchmarkForm()
    try:
        benchmarks.set_one(consultation_id=g.consultation.id, benchmark=_benchmark(characteristic, form),
                           choices=[choice for choice, _label in _choices(characteristic)], by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "groups")
        return _page(characteristic, form), 422
    flash(gettext("The number was kept. The one before it stays in the list."))
    return redirect(url_for("staff_benchmarks.index", slug=slug), 303)


def _benchmark(question_key: str, form: BenchmarkForm) -> Benchmark:
    """Return what was typed. Raises Refused for a percentage that is none."""
    try:
        percent = float((form.percent.data or "").rstrip("% ").replace(",", "."))
    except ValueError as error:
        raise Refused("percent", "not-a-share") from error
    return Benchmark(question_key, tuple(form.groups.data or ()), percent, form.ages.data or "", form.area.data or "",
                     form.period.data or "", form.source.data or "", form.certainty.data or "")


def _choices(question_key: str) -> list[tuple[str, Any]]:
    names = report_people.group_names(db.session(), g.consultation)
    return [(choice, label) for (key, choice), label in names.items() if key == question_key and choice]


def _index(form: UploadForm, problems: list[uploads.Problem]) -> str:
    session = db.session()
    names = report_people.group_names(session, g.consultation)
    rows = stored.listed(session, g.consultation.id)
    questions = [key for key, choice in names if key and not choice]
    return render_template(
        "staff/who_answered/benchmarks.html", consultation=g.consultation, form=form, problems=problems, names=names,
        questions=[(key, [row for row in rows if row.benchmark.question_key == key]) for key in questions],
        certainties=CERTAINTY_WORDS, may_keep=Permission.KEEP_FIGURES in g.permissions, together=TOGETHER)


def _page(question_key: str, form: BenchmarkForm) -> str:
    found = _choices(question_key)
    if not found:
        raise NotFound()
    form.groups.choices = choices((choice, words(label).striptags()) for choice, label in found)
    names = report_people.group_names(db.session(), g.consultation)
    return render_template("staff/who_answered/benchmark.html", consultation=g.consultation, form=form,
                           title=names[question_key, ""], question_key=question_key, limit=LONGEST["source"])
