"""The editor of a report's chapters: its blocks in order, what authors write to them, what they add, move and hide."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.report_chapters import Block, Chapter
from consult.domain.report_editing import is_added, key_of_chapter, moved
from consult.domain.reports import Report
from consult.extensions import db
from consult.queries import report_blocks as stored
from consult.queries.report_blocks import Stored
from consult.services import report_blocks, reports
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff import report_labels
from consult.web.staff.plain_forms import Plain, refuse
from consult.web.staff.report_forms import AddForm, BlockForm, ChapterForm, things_to_add

blueprint = Guarded("staff_report_chapters", __name__, url_prefix="/staff/consultations/<slug>/report")
STEPS = {"top": -10**6, "up": -1, "down": 1}


@dataclass(frozen=True)
class Opened:
    """The report of now, one of its chapters, and one of its blocks."""

    report: Report
    chapter: Chapter
    block: Block | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """The keys of the chapter's blocks as they stand."""
        return tuple(block.key for block in self.chapter.blocks)


@blueprint.get("/chapters/<key>")
@staff(Permission.EDIT_REPORT)
def show(slug: str, key: str) -> Any:
    """Show a chapter's blocks in order, with what can be done to each."""
    opened = _chapter(key)
    names = report_labels.names_of(opened.report)
    return render_template(
        "staff/report_chapters/show.html", consultation=g.consultation, chapter=opened.chapter,
        title=_title(opened.chapter), is_added=is_added,
        blocks=[(block, report_labels.block_name(block, names)) for block in opened.chapter.blocks],
        form=add_form(opened.report))


@blueprint.post("/chapters/<key>/move")
@staff(Permission.EDIT_REPORT)
def move(slug: str, key: str) -> WsgiResponse:
    """Move a block one place up or down."""
    opened, which = _chapter(key), request.form.get("block", "")
    step = STEPS.get(request.form.get("step", ""))
    blocks = {block.key: block for block in opened.chapter.blocks}
    if step is None or which not in blocks:
        flash(gettext("This piece is not in the chapter any more. Here is how it stands now."))
        return _to_chapter(key)
    report_blocks.arrange(consultation_id=g.consultation.id, chapter=key, by_id=current_user.id,
                          blocks=[blocks[found] for found in moved(opened.order, which, step)])
    flash(gettext("The order is kept."))
    return _to_chapter(key)


@blueprint.post("/chapters/<key>/add")
@staff(Permission.EDIT_REPORT)
def add(slug: str, key: str) -> Any:
    """Add words, or a thing that stands elsewhere too, at the end of the chapter."""
    opened = _chapter(key)
    form = add_form(opened.report)
    kind, _colon, ref = (form.what.data or "").partition(":")
    try:
        report_blocks.add_block(
            consultation_id=g.consultation.id, chapter=key, kind=kind, ref=ref, order=opened.order,
            title=form.title.data or "", words=form.words.data or "", by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "what")
        return _form_page("staff/report_chapters/add.html", opened, form), 422
    flash(gettext("It stands at the end of the chapter now."))
    return _to_chapter(key)


@blueprint.get("/chapters/<key>/words")
@staff(Permission.EDIT_REPORT)
def opening(slug: str, key: str) -> Any:
    """Show the form of what is said of a whole chapter."""
    kept = stored.stored(db.session(), g.consultation.id, key_of_chapter(key))
    return _form_page("staff/report_chapters/words.html", _chapter(key), ChapterForm.of(kept), kept)


@blueprint.post("/chapters/<key>/words")
@staff(Permission.EDIT_REPORT)
def write_opening(slug: str, key: str) -> Any:
    """Keep what is said of a whole chapter; somebody else's words of meanwhile are shown beside."""
    opened, form = _chapter(key), ChapterForm()
    try:
        report_blocks.write_chapter(consultation_id=g.consultation.id, chapter=form.typed(key),
                                    revision=form.number(), by_id=current_user.id)
    except (Refused, Conflict) as refused:
        return _refused("staff/report_chapters/words.html", opened, form, refused, key_of_chapter(key))
    flash(gettext("The chapter is saved."))
    return _to_chapter(key)


@blueprint.get("/blocks/<block_key>")
@staff(Permission.EDIT_REPORT)
def block(slug: str, block_key: str) -> Any:
    """Show the form of one block."""
    opened = _block(block_key)
    kept = stored.stored(db.session(), g.consultation.id, block_key)
    return _form_page("staff/report_chapters/block.html", opened, BlockForm.of(opened.chapter.key, opened.block, kept),
                      kept)


@blueprint.post("/blocks/<block_key>")
@staff(Permission.EDIT_REPORT)
def write_block(slug: str, block_key: str) -> Any:
    """Keep a block; somebody else's words of meanwhile are shown beside, and nothing is lost."""
    opened, form = _block(block_key), BlockForm()
    try:
        report_blocks.write_block(
            consultation_id=g.consultation.id, chapter=form.chapter.data or "", block=form.typed(opened.block),
            order=opened.order, revision=form.number(), by_id=current_user.id)
    except (Refused, Conflict) as refused:
        return _refused("staff/report_chapters/block.html", opened, form, refused, block_key)
    flash(gettext("The block is saved."))
    return _to_chapter(form.chapter.data or opened.chapter.key)


@blueprint.post("/blocks/<block_key>/remove")
@staff(Permission.EDIT_REPORT)
def remove(slug: str, block_key: str) -> WsgiResponse:
    """Take out a block that an author added."""
    opened = _block(block_key)
    try:
        report_blocks.remove_block(consultation_id=g.consultation.id, key=block_key, by_id=current_user.id,
                                   revision=stored.stored(db.session(), g.consultation.id, block_key).revision)
    except (Refused, Conflict) as refused:
        flash(sentence(refused))
    else:
        flash(gettext("The block is taken out."))
    return _to_chapter(opened.chapter.key)


def add_form(report: Report) -> AddForm:
    """Return the form of what can be added to a chapter of this report."""
    form = AddForm()
    form.what.choices = things_to_add(report)
    return form


def _report() -> Report:
    return reports.build_draft(db.session(), g.consultation)


def _chapter(key: str) -> Opened:
    report = _report()
    found = next((chapter for chapter in report.chapters if chapter.key == key), None)
    if found is None:
        raise NotFound()
    return Opened(report, found)


def _block(key: str) -> Opened:
    report = _report()
    for chapter in report.chapters:
        for found in chapter.blocks:
            if found.key == key:
                return Opened(report, chapter, found)
    raise NotFound()


def _title(chapter: Chapter) -> str:
    return report_labels.chapter_name(chapter.key, chapter.number)


def _to_chapter(key: str) -> WsgiResponse:
    return redirect(url_for("staff_report_chapters.show", slug=g.consultation.slug, key=key), 303)


def _refused(template: str, opened: Opened, form: Any, refused: Refused | Conflict, key: str) -> Any:
    """Show the form again; where somebody else wrote meanwhile with both texts, and what is saved next stands."""
    kept = stored.stored(db.session(), g.consultation.id, key)
    if isinstance(refused, Conflict):
        form.revision.data = str(kept.revision)
        return _form_page(template, opened, form, kept, sentence(refused)), 409
    refuse(form, refused, "words")
    return _form_page(template, opened, form, kept), 422


def _form_page(template: str, opened: Opened, form: Plain, kept: Stored | None = None, conflict: str = "") -> str:
    names = report_labels.names_of(opened.report)
    return render_template(
        template, consultation=g.consultation, chapter=opened.chapter, title=_title(opened.chapter), form=form,
        kept=kept, conflict=conflict, block=opened.block,
        name=report_labels.block_name(opened.block, names) if opened.block else "", is_added=is_added)
