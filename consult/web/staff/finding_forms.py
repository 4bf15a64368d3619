"""The forms of findings: the claim in each language with its places, and what it can rest on; filled and read out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from consult.domain.claims import MOST_CLAIM, MOST_NOTE, MOST_REASON, Claim
from consult.domain.codebooks import AFFECTED
from consult.domain.reports import Text, pick
from consult.exports.decision_words import group_words
from consult.queries.findings import FindingView
from consult.web.fields import choices
from consult.web.staff import finding_words
from consult.web.staff.plain_forms import Plain, tidy
from consult.web.staff.setup_forms import labelled

NODE_WORDS = 90
# How many parts of the plan can be added with one press.
MORE_PARTS = ("part_1", "part_2", "part_3")


class AsideForm(Plain):
    """Why a finding is put away."""

    reason = TextAreaField(_l("Why is it set aside?"), filters=[tidy], render_kw={"limit": MOST_REASON})


class EvidenceForm(Plain):
    """One thing more that a finding rests on: `ref` names it among those of its kind."""

    kind = HiddenField()
    ref = SelectField(_l("Which?"), validate_choice=False)
    question = SelectField(_l("Only in answer to"), validate_choice=False)
    note = StringField(_l("Note for colleagues"), filters=[tidy])


def claim_form(tags: Sequence[str], nodes: Sequence[tuple[str, str]], standing: FindingView | None = None) -> Any:
    """Return the form of a claim with its words in each language, filled with what stands.

    `nodes` are the parts of the plan by key, in its order, as they are chosen from.
    """
    names = dict(nodes)
    claim = standing.claim if standing is not None else Claim({})
    fields: dict[str, Any] = {f"words-{tag}": _claim_field(tag) for tag in tags}
    fields |= {
        "nodes": SelectMultipleField(
            _l("Parts of the plan that it speaks of"), validate_choice=False,
            choices=choices((key, names[key]) for key in claim.nodes if key in names)),
        **{name: SelectField(_l("Add a part of the plan"), validate_choice=False,
                             choices=choices([("", ""), *nodes])) for name in MORE_PARTS},
        "is_missing": BooleanField(_l("The plan says nothing about this")),
        "argument": RadioField(_l("How strong is the argument?"), validate_choice=False,
                               choices=choices(finding_words.ARGUMENTS.items())),
        "argument_note": TextAreaField(_l("What does the strength of the argument rest on?"), filters=[tidy],
                                       description=_l("This is printed. It has nothing to do with how many say it."),
                                       render_kw={"limit": MOST_NOTE}),
        "is_few_but_grave": BooleanField(_l("Few people say it, and it hits them hard")),
        "impact_note": TextAreaField(_l("How does it hit them?"), filters=[tidy], render_kw={"limit": MOST_NOTE}),
        "groups": SelectMultipleField(_l("Groups that it concerns"), validate_choice=False,
                                      choices=choices((code, group_words(code, gettext)) for code in AFFECTED)),
        "word": SelectField(_l("Word for how many"), validate_choice=False,
                            choices=choices(finding_words.scale_choices())),
        "word_note": StringField(_l("Why another word than the counted one?"), filters=[tidy],
                                 description=_l("This is printed beside the word.")),
    }
    form_class = type("ClaimForm", (Plain,), fields)
    return form_class(data=_standing(tags, claim, standing))


def claimed(form: Any, tags: Iterable[str], standing: FindingView | None = None) -> Claim:
    """Return what was typed; words in a language that the form does not show stay as they stand."""
    listed = list(tags)
    kept: dict[str, str] = dict(standing.claim.words) if standing is not None else {}
    words = {tag: said for tag, said in kept.items() if tag not in listed}
    words |= {tag: form[f"words-{tag}"].data or "" for tag in listed}
    parts = [*(form.nodes.data or ()), *(form[name].data for name in MORE_PARTS)]
    return Claim(
        words, form.argument.data or "", form.argument_note.data or "", bool(form.is_few_but_grave.data),
        form.impact_note.data or "", tuple(form.groups.data or ()), tuple(part for part in parts if part),
        bool(form.is_missing.data))


def node_choices(depths: Iterable[tuple[str, int]], names: Mapping[str, Text], language: str) -> list[tuple[str, str]]:
    """Return the parts of the plan as they are chosen from: by key, indented, cut where they are long.

    A nameless part that only holds others goes by what it stands in.
    """
    found = []
    for key, depth in depths:
        name = pick(names.get(key, {}), language)[0]
        found.append((key, "– " * depth + (name if len(name) <= NODE_WORDS else name[:NODE_WORDS].rstrip() + "…")))
    return found


def _claim_field(tag: str) -> TextAreaField:
    hint = _l("One or two plain sentences. This is printed in the report.") if tag == "en" else ""
    return TextAreaField(labelled(_l("What do people say?"), tag), filters=[tidy], description=hint,
                         render_kw={"limit": MOST_CLAIM})


def _standing(tags: Sequence[str], claim: Claim, standing: FindingView | None) -> dict[str, Any]:
    found: dict[str, Any] = {f"words-{tag}": claim.words.get(tag, "") for tag in tags}
    return found | {
        "nodes": list(claim.nodes), "is_missing": claim.is_missing, "argument": claim.argument,
        "argument_note": claim.argument_note, "is_few_but_grave": claim.is_few_but_grave,
        "impact_note": claim.impact_note, "groups": list(claim.groups),
        "word": standing.word if standing is not None else "",
        "word_note": standing.word_note if standing is not None else ""}
