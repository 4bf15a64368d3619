"""The sub-navigation of a consultation: the parts that someone may open there, by the rules of their handlers."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l

from consult.domain.access import Permission
from consult.web.access import rule_of

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

# In the order of the work, by what they are about. A part is shown to those whom the rule of its first page lets in.
GROUPS = (
    (_l("Prepare"), (
        ("staff_setup.overview", _l("Set up")),
        ("staff_surveys.index", _l("Survey")),
        ("staff_closings.index", _l("Closing date")),
        ("staff_timeline.index", _l("Timeline")),
        ("staff_checklists.index", _l("Checklists")),
        ("staff_plan_changes.index", _l("Plans compared")),
        ("staff_forms.index", _l("Paper forms")),
        ("staff_access_requests.index", _l("Requests for access")),
    )),
    (_l("Languages and formats"), (
        ("staff_parity.board", _l("How far each is")),
        ("staff_translations.index", _l("Translations")),
        ("staff_translation_files.index", _l("Translation files")),
        ("staff_report_words.index", _l("Words of the report")),
        ("staff_easy_read.index", _l("Easy Read")),
        ("staff_variant_files.index", _l("Films and recordings")),
        ("staff_formats.index", _l("Formats")),
    )),
    (_l("What came in"), (
        ("staff_register.index", _l("Register")),
        ("staff_register.count", _l("The count")),
        ("staff_submissions.index", _l("To decide")),
        ("staff_taking_in.new", _l("Take in")),
        ("staff_mailbox.index", _l("E-mail")),
        ("staff_keying.index", _l("Type in forms")),
        ("staff_calls.index", _l("Calls")),
        ("staff_events.index", _l("Events")),
        ("staff_imports.index", _l("Files of answers")),
        ("staff_same_people.index", _l("Same person")),
        ("staff_who_answered.index", _l("Who answered")),
    )),
    (_l("Answers"), (
        ("staff_responses.index", _l("Responses")),
        ("staff_signed_answers.index", _l("Signed answers")),
        ("staff_answer_words.index", _l("Translate answers")),
        ("staff_redactions.index", _l("Personal details")),
        ("staff_worries.index", _l("Worries")),
    )),
    (_l("Code"), (
        ("staff_coding.overview", _l("Code")),
        ("staff_event_coding.next_note", _l("Notes of events")),
        ("staff_codebooks.index", _l("Themes")),
        ("staff_proposals.index", _l("Suggested themes")),
        ("staff_campaigns.index", _l("Campaigns")),
        ("staff_machine.index", _l("The machine")),
        ("staff_double_coding.index", _l("Second coding")),
        ("staff_agreement.index", _l("Agreement")),
        ("staff_coding_board.index", _l("Coding board")),
        ("staff_shares.index", _l("Shares of themes")),
        ("staff_theme_links.index", _l("Themes and plan")),
        ("staff_equality.index", _l("Equality tables")),
    )),
    (_l("Decide and report"), (
        ("staff_findings.index", _l("Findings")),
        ("staff_ledger.index", _l("Ledger of decisions")),
        ("staff_recommendations.index", _l("Committee")),
        ("staff_organisations.index", _l("Organisations")),
        ("staff_host_checks.index", _l("Notes shown to hosts")),
        ("staff_news.index", _l("News by email")),
        ("staff_reports.draft", _l("Report")),
        ("staff_releases.index", _l("Data and releases")),
        ("staff_packs.index", _l("Packs")),
        ("staff_figures.index", _l("Figures from outside")),
    )),
)


# Pages that belong to a part without being named there, by blueprint.
PAGES_OF = {"staff_reach_actions": "staff_who_answered", "staff_benchmarks": "staff_who_answered",
            "staff_crossings": "staff_who_answered",
            "staff_report_chapters": "staff_reports", "staff_report_quotes": "staff_reports",
            "staff_import_mappings": "staff_imports", "staff_samples": "staff_imports"}
LINKED = tuple(endpoint for _group, parts in GROUPS for endpoint, _name in parts)

# Apart from any one consultation.
ADMINISTRATION = (
    ("staff_setup.plans", _l("Plans")),
    ("staff_people.index", _l("People and roles")),
    ("staff_forums.index", _l("Forums")),
    ("staff_second_factor.show", _l("Second step at sign-in")),
)


def init(app: Flask) -> None:
    """Give every template the links of the consultation that the page is about, and those of administrators."""
    app.context_processor(furniture)


def furniture() -> dict[str, Any]:
    """Return `staff_groups` (see `groups`) and `admin_links`; both empty on a page that is not for staff."""
    consultation, held = g.get("consultation"), g.get("permissions")
    if held is None:
        return {"staff_groups": [], "admin_links": []}
    return {"staff_groups": groups(consultation, held) if consultation else [], "admin_links": admin_links(held)}


def admin_links(permissions: Collection[Permission]) -> list[dict[str, Any]]:
    """Return the pages that belong to no consultation and that these permissions open: text, href, is_current."""
    return [
        {"text": str(text), "href": url_for(endpoint), "is_current": request.endpoint == endpoint}
        for endpoint, text in ADMINISTRATION if _may_open(endpoint, permissions)
    ]


def groups(consultation: Consultation, permissions: Collection[Permission]) -> list[dict[str, Any]]:
    """Return the parts of a consultation that these permissions open, by what they are about.

    A group has text, links (text, href, is_current) and is_current; one that would have no links is left out.
    """
    found = []
    for text, parts in GROUPS:
        links = [{"text": str(name), "href": url_for(endpoint, slug=consultation.slug),
                  "is_current": _is_current(endpoint)}
                 for endpoint, name in parts if _may_open(endpoint, permissions)]
        if links:
            found.append({"text": str(text), "links": links, "is_current": any(link["is_current"] for link in links)})
    return found


def _may_open(endpoint: str, permissions: Collection[Permission]) -> bool:
    rule = rule_of(endpoint)
    return endpoint in current_app.view_functions and rule is not None and rule.permission in permissions


def _is_current(endpoint: str) -> bool:
    """Say whether a link leads to where we are: to this very page, else to the first page of its part."""
    if request.endpoint in LINKED:
        return request.endpoint == endpoint
    blueprint = request.blueprint or ""
    part = PAGES_OF.get(blueprint, blueprint)
    return next((linked for linked in LINKED if linked.partition(".")[0] == part), "") == endpoint
