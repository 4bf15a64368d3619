"""Decisions on a finding: proposing one with the words of the plan before and after, and letting it stand."""

from collections.abc import Sequence
from typing import Any

from flask import flash, g, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.decisions import MOST_EASY, MOST_PLAN_TEXT, MOST_REASON, Decision, TextChange
from consult.domain.errors import Conflict, Refused
from consult.domain.reports import Text
from consult.extensions import db
from consult.queries import decisions as stored
from consult.queries import ledgers
from consult.queries.decisions import DecisionView
from consult.queries.findings import FindingView
from consult.queries.plans import NodeView
from consult.services import decisions
from consult.web.access import Guarded, staff
from consult.web.fields import DatePartsField, choices
from consult.web.staff import finding_words
from consult.web.staff.findings import finding, plan_nodes, to, today
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.setup_forms import labelled

blueprint = Guarded("staff_decisions", __name__,
                    url_prefix="/staff/consultations/<slug>/findings/<finding_id>/decision")
# The field of a part that the plan does not have yet.
NEW = "after-new"


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.WRITE_FINDINGS)
def propose(slug: str, finding_id: str) -> Any:
    """Propose what is decided on a finding; who comes second keeps their words and sees the proposal that stands."""
    found, nodes = finding(finding_id), {node.key: node for node in plan_nodes()}
    parts = [nodes[key] for key in found.claim.nodes if key in nodes]
    form = _form(found, parts)
    if request.method == "POST":
        try:
            decisions.propose(consultation_id=g.consultation.id, finding=finding_id, by_id=current_user.id,
                              decision=_typed(form, parts), instead_of=request.form.get("instead_of") or None)
        except (Refused, Conflict) as refused:
            _refuse(form, refused, parts)
        else:
            flash(gettext("The decision is proposed. It stands once somebody with the right confirms it."))
            return to(finding_id)
    page = render_template(
        "staff/findings/decision.html", consultation=g.consultation, finding=found, form=form, plan_parts=parts,
        tags=_tags(), names=ledgers.plan_names(list(nodes.values())), words_of=words_of, say=finding_words.sayings())
    return (page, 422) if form.errors else page


@blueprint.post("/<decision_id>/confirm")
@staff(Permission.RECORD_DECISIONS)
def confirm(slug: str, finding_id: str, decision_id: str) -> Any:
    """Let a proposed decision stand."""
    decisions.confirm(consultation_id=g.consultation.id, finding=finding_id, public_id=decision_id,
                      by_id=current_user.id)
    flash(gettext("The decision stands. It is printed in the next report."))
    return to(finding_id)


def words_of(node: NodeView) -> Text:
    """Return what a part of the plan says: its full words where it has them, else its short ones."""
    return {"en": node.full_text} if node.full_text else dict(node.short_text or node.title)


def _form(found: FindingView, parts: Sequence[NodeView]) -> Any:
    tags = _tags()
    fields: dict[str, Any] = {
        "outcome": RadioField(_l("What was decided?"), validate_choice=False,
                              choices=choices(finding_words.OUTCOMES.items())),
        "goes_to": StringField(_l("Whose job is it?"), filters=[tidy],
                               description=_l("Only if it is the job of somebody else")),
        "later_on": DatePartsField(_l("By which day is it looked at again?"),
                                   description=_l("Only if the answer is “not now, but later”")),
        **{f"reason-{tag}": TextAreaField(labelled(_l("Why?"), tag), filters=[tidy],
                                          render_kw={"limit": MOST_REASON}) for tag in tags},
        "easy_reason": TextAreaField(_l("The reason in Easy Read"), filters=[tidy], render_kw={"limit": MOST_EASY},
                                     description=_l("Short sentences, one idea in each. You can leave it empty.")),
        "decided_by": StringField(_l("Who decided?"), filters=[tidy], description=_l("A name. It is printed.")),
        "office": StringField(_l("Their office"), filters=[tidy],
                              description=_l("For example: Deputy Mayor for Policing and Crime")),
        "decided_on": DatePartsField(_l("On which day?")),
        **{f"after-{node.key}": TextAreaField(_l("What the plan says now"), filters=[tidy],
                                              render_kw={"limit": MOST_PLAN_TEXT}) for node in parts},
        NEW: TextAreaField(_l("Words of a new part of the plan"), filters=[tidy],
                           description=_l("Only if the plan gets a part that it did not have"),
                           render_kw={"limit": MOST_PLAN_TEXT}),
    }
    form_class = type("DecisionForm", (Plain,), fields)
    return form_class(data=_standing(found.decided.proposed or found.decided.current, parts, tags))


def _standing(one: DecisionView | None, parts: Sequence[NodeView], tags: Sequence[str]) -> dict[str, Any]:
    """Return what the form begins with: the newest decision, else the name and office of the last one anywhere."""
    found: dict[str, Any] = {f"after-{node.key}": words_of(node).get("en", "") for node in parts}
    found["decided_on"] = today()
    if one is None:
        who = stored.last_signed(db.session(), g.consultation.id)
        return found | {"decided_by": who[0], "office": who[1]}
    found |= {f"reason-{tag}": one.reason.get(tag, "") for tag in tags}
    found |= {f"after-{change.node_key}" if change.node_key else NEW: change.after.get("en", "")
              for change in one.changes}
    return found | {
        "outcome": one.outcome, "goes_to": one.goes_to, "later_on": one.later_on, "decided_by": one.decided_by,
        "office": one.office, "easy_reason": one.easy_reason.get("en", "")}


def _typed(form: Any, parts: Sequence[NodeView]) -> Decision:
    changes = [TextChange(node.key, words_of(node), _english(form[f"after-{node.key}"].data)) for node in parts]
    if form[NEW].data:
        changes.append(TextChange("", {}, _english(form[NEW].data)))
    return Decision(
        form.outcome.data or "", {tag: form[f"reason-{tag}"].data or "" for tag in _tags()}, form.decided_by.data or "",
        form.office.data or "", form.decided_on.data, form.goes_to.data or "", form.later_on.data, tuple(changes),
        _english(form.easy_reason.data))


def _english(words: str | None) -> dict[str, str]:
    return {"en": words} if words else {}


def _refuse(form: Plain, refused: Refused | Conflict, parts: Sequence[NodeView]) -> None:
    names = {"reason": "reason-en", "changes": f"after-{parts[0].key}" if parts else NEW}
    if isinstance(refused, Refused) and refused.field in names:
        refused = Refused(names[refused.field], refused.code, refused.facts)
    refuse(form, refused, "outcome")


def _tags() -> list[str]:
    return list(dict.fromkeys(["en", *g.consultation.offered_languages]))
