"""The page of what machines propose, drawn for every handler that shows it: one group open, the others as a list."""

from typing import TYPE_CHECKING, Any

from flask import g, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.codebooks import CODED_BEFORE_SUGGESTIONS, NOTE_LENGTH
from consult.extensions import db
from consult.queries import code_frames
from consult.queries import runs as stored
from consult.queries import theming as material
from consult.services import language_model_runs
from consult.web.fields import choices
from consult.web.pages import number
from consult.web.staff.code_frame_forms import NamedForm
from consult.web.staff.code_frame_pages import parents
from consult.web.staff.machine_words import RUN_ERRORS
from consult.web.staff.plain_forms import Plain, at_most, tidy

if TYPE_CHECKING:
    from consult.models.runs import Run

STATE_WORDS = {
    "queued": _l("Waiting to start"), "running": _l("At work"), "done": _l("Finished"),
    "failed": _l("Broke off"), "cancelled": _l("Cancelled"),
}
ERROR_WORDS = {
    "analysis-failed": _l("Something went wrong on our side. No answer is lost. Start it again."),
    "not-enough-answers": _l("There were not enough answers with words in common. Start it again when more have come."),
    "no-themes": _l("There is no theme in use yet to rank. Make themes first."),
    "worker-lost": _l("It broke off several times. Tell the people who run this site, then start it again."),
}
MOST_WORDS = 6


class GroupForm(NamedForm):
    """The name, the meaning and the place under which a group becomes a theme."""

    name = StringField(_l("Name of the theme"), filters=[tidy])
    definition = TextAreaField(_l("What it means"), filters=[tidy], validators=[at_most(NOTE_LENGTH)])
    parent = SelectField(_l("Stands under"), filters=[tidy], validate_choice=False)


class IntoForm(Plain):
    """The group that another becomes part of."""

    group = SelectField(_l("Make it part of"), filters=[tidy], validate_choice=False)


def page(*, problem: str | None = None, opened: str = "", before: "Run | None" = None,
         group_form: GroupForm | None = None, into_form: IntoForm | None = None) -> str:
    """Return the page; `problem` stands at its top, `opened` is the group to open (public id), else the first open one.

    The forms are those of the opened group that were refused.
    """
    session, consultation = db.session(), g.consultation
    shown = stored.latest_done(session, consultation.id, "discover")
    proposals = stored.proposals_of(session, shown.id) if shown is not None else []
    latest = stored.latest(session, consultation.id)
    past = stored.history(session, consultation.id, "discover", before=before)
    undecided = [one for one in proposals if one.state == "proposed"]
    group = next((one for one in undecided if one.public_id == opened), undecided[0] if undecided else None)
    forms = _forms(group, undecided, group_form, into_form) if group is not None else (None, None)
    return render_template(
        "staff/proposals/index.html", consultation=consultation, shown=shown, past=past, older=_older(past),
        discover=latest.get("discover"), suggest=latest.get("suggest"), group=group, group_form=forms[0],
        into_form=forms[1], problem=problem, open_groups=undecided, most_words=MOST_WORDS,
        decided=[one for one in proposals if one.state != "proposed"],
        answers=material.count_texts(session, consultation.id),
        coded=material.count_coded(session, consultation.id), coded_before=CODED_BEFORE_SUGGESTIONS,
        state_words=STATE_WORDS, error_words={**ERROR_WORDS, **RUN_ERRORS}, model=language_model_runs.model(),
        naming=latest.get("name-groups"),
        may_run=Permission.RUN_SUGGESTIONS in g.permissions, may_name=Permission.EDIT_CODE_FRAME in g.permissions)


def _forms(group: stored.Proposal, undecided: list[stored.Proposal], group_form: GroupForm | None,
           into_form: IntoForm | None) -> tuple[Any, Any]:
    """Return the two forms of the open group; its drafted name and meaning stand in the first, to be changed."""
    frame = code_frames.frame(db.session(), g.consultation.id)
    named = group_form or GroupForm(formdata=None, data={"name": group.machine_name,
                                                         "definition": group.machine_definition})
    named.parent.choices = parents(frame)
    named.name.id = named.name.label.field_id = f"name-{group.public_id}"
    into = into_form or IntoForm(formdata=None)
    into.group.choices = choices([("", ""), *(
        (one.public_id, gettext("Group %(number)s: %(words)s", number=number(one.position + 1),
                                words=", ".join(one.terms[:MOST_WORDS])))
        for one in undecided if one.public_id != group.public_id)])
    return named, into


def _older(past: list[stored.Past]) -> str | None:
    if len(past) < stored.PAGE:
        return None
    return url_for("staff_proposals.index", slug=g.consultation.slug, before=past[-1].run.public_id, _anchor="history")
