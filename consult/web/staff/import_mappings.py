"""What a file of answers means: its rows as a whole, its columns one by one, and the cells that need a word."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain import mapping_edits as edits
from consult.domain.access import Permission
from consult.domain.column_guesses import PERSONAL, guesses
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.mapping_edits import Meaning, meanings, use_of
from consult.domain.surveys import Survey
from consult.domain.texts import clean
from consult.extensions import db
from consult.intake.mapping_files import read_mapping
from consult.intake.response_previews import Preview
from consult.queries import response_imports as stored
from consult.queries import surveys
from consult.queries.response_imports import Listed
from consult.services import import_files, import_sources
from consult.services.report_words import language_name
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.import_forms import Line, RowsForm, code_words, kind_words, rows_form, shape_typed, use_groups
from consult.web.staff.plain_forms import refuse

blueprint = Guarded("staff_import_mappings", __name__, url_prefix="/staff/consultations/<slug>/imports/<public_id>")
COLUMNS_ON_PAGE = 20
MEANINGS_ON_PAGE = 10
BODY_LIMIT = 512 * 1024
EXAMPLES, LONGEST_EXAMPLE = 3, 60


class _Open:
    """A file that waits for its meaning, with its mapping, what its first rows show, and the survey."""

    def __init__(self, public_id: str) -> None:
        found = stored.one(db.session(), g.consultation.id, public_id)
        if found is None:
            raise NotFound()
        version = surveys.current(db.session(), g.consultation.id)
        if version is None:
            raise Refused("file", "import-no-survey")
        self.found: Listed = found
        self.survey: Survey = version.survey
        self.mapping: dict[str, Any] = read_mapping(found.row.mapping.encode())
        self.seen: Preview = import_files.looked(found.row)

    def save(self) -> None:
        """Keep the mapping as it is now."""
        import_files.describe(consultation_id=g.consultation.id, public_id=self.found.row.public_id,
                              mapping=self.mapping, by_id=current_user.id)


def _opened(public_id: str) -> Any:
    """Return the file, or an answer that leads back to where its state stands."""
    try:
        return _Open(public_id)
    except Refused as refused:
        flash(sentence(refused))
        return redirect(url_for("staff_imports.show", slug=g.consultation.slug, public_id=public_id), 303)


@blueprint.route("/rows", methods=["GET", "POST"])
@staff(Permission.IMPORT_RESPONSES)
def rows(slug: str, public_id: str) -> Any:
    """Say what holds for all rows, and where the table stands in the file."""
    work = _opened(public_id)
    if not isinstance(work, _Open):
        return work
    form = rows_form(work.mapping, work.seen.shape, work.seen.sheets, _languages(), work.found.sample)
    if request.method == "POST" and _rows_kept(work, form):
        return redirect(url_for("staff_import_mappings.columns", slug=slug, public_id=public_id), 303)
    hidden = {at for at, guess in enumerate(guesses(work.seen.columns, work.survey)) if guess.use == PERSONAL}
    page = render_template("staff/imports/rows.html", consultation=g.consultation, found=work.found, form=form,
                           seen=work.seen, hidden=hidden, makes=_makes(), has_received="received" in work.mapping,
                           uses={name: isinstance(work.mapping.get(name), Mapping) for name in edits.FACT_USES})
    return (page, 422) if form.errors else page


def _rows_kept(work: _Open, form: RowsForm) -> bool:
    shape = shape_typed(form, work.seen.shape)
    if shape is None:
        return False
    try:
        if shape != work.seen.shape:
            work.mapping = import_sources.guessed(import_files.looked(work.found.row, shape), work.survey)
        _put_facts(work.mapping, form)
        work.save()
    except (Refused, Conflict) as refused:
        refuse(form, refused, "header_row")
        return False
    return True


def _put_facts(mapping: dict[str, Any], form: RowsForm) -> None:
    """Write what holds for all rows; what a column says of each row stays."""
    given = {"channel": form.channel.data, "language": form.language.data, "consent": form.consent.data or None,
             "quote_consent": form.quote_consent.data or None}
    for name, value in given.items():
        if not isinstance(mapping.get(name), Mapping):
            mapping.pop(name, None)
            if value:
                mapping[name] = clean(value) if isinstance(value, str) else value
    if isinstance(mapping.get("received"), dict):
        mapping["received"].pop("format", None)
        if form.received.data:
            mapping["received"]["format"] = clean(form.received.data)


@blueprint.route("/columns", methods=["GET", "POST"])
@staff(Permission.IMPORT_RESPONSES, body_limit=BODY_LIMIT)
def columns(slug: str, public_id: str) -> Any:
    """Say what each column is, some columns at a time."""
    work = _opened(public_id)
    if not isinstance(work, _Open):
        return work
    number = _page(len(work.seen.columns), COLUMNS_ON_PAGE)
    last = (number + 1) * COLUMNS_ON_PAGE >= len(work.seen.columns)
    if request.method == "POST" and _columns_kept(work, number):
        where = "staff_import_mappings.answers" if last else "staff_import_mappings.columns"
        return redirect(url_for(where, slug=slug, public_id=public_id, page=None if last else number + 1), 303)
    return render_template("staff/imports/columns.html", consultation=g.consultation, found=work.found,
                           lines=_lines(work, number), page=number, last=last, kinds=kind_words(),
                           groups=use_groups(work.survey, is_panel=bool(work.found.sample)))


def _columns_kept(work: _Open, number: int) -> bool:
    for line in _lines(work, number):
        chosen = clean(request.form.get(f"column-{line.at}", line.use))
        if chosen != line.use:
            edits.put(work.mapping, line.column, edits.guess_of(chosen), work.survey)
    return _saved(work)


def _saved(work: _Open) -> bool:
    try:
        work.save()
    except Conflict as conflict:
        flash(sentence(conflict))
        return False
    return True


def _lines(work: _Open, number: int) -> list[Line]:
    """Return the columns of a page; of those that look like somebody's name or address no cell is shown."""
    words, found = kind_words(), []
    for at, guess in list(enumerate(guesses(work.seen.columns, work.survey)))[
            number * COLUMNS_ON_PAGE:(number + 1) * COLUMNS_ON_PAGE]:
        column, is_personal = work.seen.columns[at], guess.use == PERSONAL
        cells = [row[at] for row in work.seen.rows if row[at].strip()]
        found.append(Line(at, column, words[column.kind], () if is_personal else tuple(
            cell[:LONGEST_EXAMPLE] for cell in cells[:EXAMPLES]), use_of(work.mapping, column.name), is_personal))
    return found


@blueprint.route("/answers", methods=["GET", "POST"])
@staff(Permission.IMPORT_RESPONSES, body_limit=BODY_LIMIT)
def answers(slug: str, public_id: str) -> Any:
    """Say what the cells mean that do not stand in the survey word for word, some columns at a time."""
    work = _opened(public_id)
    if not isinstance(work, _Open):
        return work
    asked = meanings(work.mapping, work.seen.columns, work.found.row.facts.get("unknown", {}), work.survey)
    number = _page(len(asked), MEANINGS_ON_PAGE)
    here, last = asked[number * MEANINGS_ON_PAGE:(number + 1) * MEANINGS_ON_PAGE], (
        number + 1) * MEANINGS_ON_PAGE >= len(asked)
    if request.method == "POST" and _answers_kept(work, here):
        where = "staff_imports.show" if last else "staff_import_mappings.answers"
        return redirect(url_for(where, slug=slug, public_id=public_id, page=None if last else number + 1), 303)
    names = dict(_languages())
    return render_template("staff/imports/answers.html", consultation=g.consultation, found=work.found, page=number,
                           last=last, asked=[(one, code_words(one, names)) for one in here])


def _answers_kept(work: _Open, asked: list[Meaning]) -> bool:
    names = dict(_languages())
    for at, meaning in enumerate(asked):
        codes = {"", *edits.codes_of(meaning, tuple(names))}
        for place, cell in enumerate(meaning.cells):
            chosen = request.form.get(f"cell-{at}-{place}", cell.code)
            if chosen in codes and chosen != cell.code:
                edits.say(work.mapping, meaning, cell.words, chosen)
    return _saved(work)


def _page(count: int, size: int) -> int:
    """Return the page asked for, from 0, within what there is."""
    wanted = request.args.get("page", 0, type=int)
    return min(max(wanted, 0), max(0, (count - 1) // size))


def _languages() -> list[tuple[str, str]]:
    """Return the languages by tag with their English names, those of the consultation first."""
    offered = list(g.consultation.languages)
    tags = [*offered, *(tag for tag in LANGUAGES if tag not in offered)]
    return [(tag, language_name(tag, ("en",)).get("en", tag)) for tag in tags]


def _makes() -> dict[str, str]:
    return {"plain": gettext("A table with one row of column names"),
            "two-headers": gettext("A table with two rows of column names"),
            "qualtrics": gettext("A table with short names, questions and inner names over its columns"),
            "template": gettext("A workbook with sheets that say what each column is"),
            "weighted": gettext("A table with a column of weights")}
