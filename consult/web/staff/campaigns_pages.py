"""The pages of campaigns, drawn for every handler that shows them: the list, and one text with what people changed."""

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from consult.analysis.differences import pieces
from consult.domain.access import Permission
from consult.domain.campaigns import MOST_REASON
from consult.domain.channels import CHANNELS
from consult.domain.codebooks import STANCES
from consult.domain.errors import NotFound
from consult.exports.report_words import channel_words, stance_words
from consult.extensions import db
from consult.queries import campaign_effects, runs
from consult.queries import campaigns as stored
from consult.queries.campaigns import Listed, Member
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain, tidy
from consult.web.staff.proposals_pages import ERROR_WORDS, STATE_WORDS

# Of words that are the same, so many stay on each side where somebody changed something.
KEPT_WORDS = 8
STATES = ("proposed", "in", "out")


class DecisionForm(Plain):
    """What a campaign is called, who organised it, where it stands and how it is treated."""

    name = StringField(_l("Name of the campaign"), filters=[tidy])
    organiser = StringField(_l("Who organised it, if you know"), filters=[tidy])
    position = RadioField(_l("Is the text for or against what the plan sets out?"), validate_choice=False)
    reason = TextAreaField(
        _l("How it is treated, and why"), filters=[tidy],
        description=_l("One or two sentences for the record, such as: coded once, counted for each who sent it."))


class RefusalForm(Plain):
    """Why answers that are alike are no campaign."""

    why = TextAreaField(_l("Why is this no campaign?"), filters=[tidy],
                        description=_l("One or two sentences for the record. Do not copy words of the answers."))


@dataclass(frozen=True)
class Stretch:
    """A stretch of an answer beside the text: `same`, `added`, `dropped` or `swapped` with the words before it."""

    kind: str
    words: str
    before: str = ""


@dataclass(frozen=True)
class Shown:
    """A member with its answer as stretches, those that are the same cut short; none while it is kept back."""

    member: Member
    stretches: tuple[Stretch, ...]


def decision_form() -> DecisionForm:
    """Return the form of a decision with the positions to choose from."""
    form = DecisionForm()
    form.position.choices = choices([(stance, stance_words(stance, gettext)) for stance in STANCES])
    return form


def list_page(*, problem: str | None = None) -> str:
    """Return the list of campaigns; `problem` stands at its top."""
    session, consultation_id = db.session(), g.consultation.id
    listed = stored.listed(session, consultation_id)
    is_confirmed = any(one.state == "confirmed" for one in listed)
    return render_template(
        "staff/campaigns/index.html", consultation=g.consultation, problem=problem, listed=listed,
        effects=campaign_effects.by_theme(session, consultation_id) if is_confirmed else [],
        run=runs.latest(session, consultation_id).get("campaigns"), state_words=STATE_WORDS, error_words=ERROR_WORDS,
        **_shared())


def page(public_id: str, *, form: DecisionForm | RefusalForm | None = None, problem: str | None = None) -> str:
    """Return the page of one campaign; `form` is the one that was refused, `problem` what stands at the top.

    Raises NotFound.
    """
    session, consultation = db.session(), g.consultation
    campaign = stored.one(session, consultation.id, public_id)
    if campaign is None:
        raise NotFound()
    at = _page_number()
    groups = {state: stored.members(session, campaign, state, at if state == _main(campaign) else 1)
              for state in STATES}
    return render_template(
        "staff/campaigns/show.html", consultation=consultation, campaign=campaign, problem=problem,
        limit=MOST_REASON, groups={state: [_shown(campaign, member) for member in found.rows]
                                   for state, found in groups.items()},
        totals={state: found.total for state, found in groups.items()}, main=_main(campaign),
        form=form if isinstance(form, DecisionForm) else decision_form(),
        refusal=form if isinstance(form, RefusalForm) else RefusalForm(formdata=None), failed=form,
        left_out=request.form.getlist("without"), links=_links(campaign, at, groups[_main(campaign)].total),
        effects=[one for one in campaign_effects.by_theme(session, consultation.id, campaign.id) if one.of_campaign],
        **_shared())


def _main(campaign: Listed) -> str:
    return "in" if campaign.state == "confirmed" else "proposed"


def _shown(campaign: Listed, member: Member) -> Shown:
    if member.text is None or campaign.text is None or member.is_identical:
        return Shown(member, ())
    return Shown(member, stretches(campaign.text, member.text))


def stretches(letter: str, copy: str) -> tuple[Stretch, ...]:
    """Return a copy as stretches beside the letter, the words that are the same cut short."""
    found: list[Stretch] = []
    end = 0
    for piece in pieces(letter, copy):
        start, stop = max(piece.copy[0], end), max(piece.copy[1], end)
        if copy[end:start]:
            found.append(Stretch("same", copy[end:start]))
        words, before = copy[start:stop], letter[slice(*piece.letter)]
        if piece.kind == "same":
            words, before = _shortened(words), ""
        found.append(Stretch(piece.kind, words, "" if piece.kind == "added" else before))
        end = stop
    return (*found, Stretch("same", copy[end:]))


def _shortened(words: str) -> str:
    said = words.split()
    if len(said) <= 3 * KEPT_WORDS:
        return words
    return f"{' '.join(said[:KEPT_WORDS])} […] {' '.join(said[-KEPT_WORDS:])}"


def _page_number() -> int:
    asked = request.args.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _links(campaign: Listed, at: int, total: int) -> dict[str, str | None]:
    def link(number: int) -> str:
        return url_for("staff_campaigns.show", slug=g.consultation.slug, public_id=campaign.public_id, page=number,
                       _anchor="members")

    return {"newer": link(at - 1) if at > 1 else None, "older": link(at + 1) if at * stored.PAGE < total else None}


def _shared() -> dict[str, Any]:
    return {"channels": {channel: channel_words(channel, gettext) for channel in CHANNELS},
            "stances": {stance: stance_words(stance, gettext) for stance in STANCES},
            "may_decide": Permission.MANAGE_CODING in g.permissions}
