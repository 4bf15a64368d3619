"""Every page of the site that can be opened, by who may open it; new handlers are found by themselves."""

from dataclasses import dataclass

from flask import url_for
from playwright.sync_api import Page

from consult.domain.access import Permission, permissions
from consult.domain.forum_access import OF_STANDING
from consult.domain.languages import LANGUAGES
from consult.web.access import RULES
from tests.journeys.accessibility import problems, reflow_problems, script_language_problems
from tests.journeys.forum_objects import STANDINGS, forum_values
from tests.journeys.glyphs import missing_glyphs
from tests.journeys.intake_objects import intake_values
from tests.journeys.report_objects import report_values
from tests.journeys.site import Site, values

FILES = ("public_reports.docx", "public_reports.xlsx", "public_reports.csv", "public_reports.json", "public_forms.word",
         "staff_proposals.progress", "staff_surveys.draft_file", "staff_surveys.version_file",
         "staff_codebooks.download",
         "respond_signing.film", "staff_signed_answers.film", "public_media.show",
         "staff_variant_files.file", "respond.own_file", "staff_attachments.show",
         "public.health", "public.root", "staff_coding.read_next", "staff_double_coding.read_next",
         "staff_translations.next_text",
         "staff_shares.file",
         "public_forums.film", "space_files.show", "space_leaving.copy", "staff_forums.file", "space_threads.new_posts",
         "space_notes.take_out", "public_reports.asks", "public_figures.csv_file", "public_figures.json_file",
         "public_recommendations.as_csv", "public_report_parts.chart", "public_report_parts.table",
         "public_report_pdfs.show", "public_data.download", "staff_ledger.csv_file", "staff_ledger.word_file",
         "public_receipts.copy_text", "public_receipts.outcome_text",
         "public_host_kit.word", "staff_event_notes.template", "staff_event_offline.worker", "staff_imports.progress",
         "staff_imports.refused", "staff_mailbox.progress", "staff_documents.show", "staff_documents.page",
         # They lead on to a page that is opened by itself.
         "space_agenda_links.index", "space_me.renewed_before", "space_entry.second", "space_entry.with_passkey_before",
         "space_joining.join_before", "staff_event_coding.next_note", "staff_calls.first", "staff_calls.receipt",
         "public_plan_changes.index",
         # The newest edition again, which is opened as such.
         "public_reports.edition", "static")
ROLES = ("lead", "survey-editor", "equality-lead", "administrator", "translation-checker", "safeguarding",
         "intake-officer")
# Pages that need something of the browser first: begun by `walking.begin`.
WHILE_ANSWERING = ("respond.before_you_start", "respond.topics", "respond.question", "respond_end.check",
                   "respond_end.about_you", "respond_end.send", "respond.hub", "respond_return.save",
                   "respond_signing.sign", "respond_signing.sign_whole", "respond_return.new",
                   "respond_about.helping", "respond_about.body")
AFTER_SENDING = ("respond_end.receipt",)
# Pages that the code of a letter or a receipt opens, by what it is of: begun by `report_objects.open_by_code`.
BY_CODE = {"public_checks.summary": "summary", "public_checks.notes": "notes", "public_receipts.check": "receipt"}
# Somebody inside a forum, by standing; and an officer whom forums let in.
IN_THE_SPACE = tuple(f"in:{standing}" for standing in STANDINGS)
OFFICER = "officer"


# Pages of what came in by other ways than the web.
TAKEN_IN = ("staff_imports.", "staff_import_mappings.", "staff_samples.", "staff_same_people.", "staff_submissions.",
            "staff_documents.", "staff_senders.", "staff_keying.", "staff_calls.", "staff_event")
# What stands behind the `?` of a page that is nothing without it.
ASKED = {"staff_packs.show": ("item",)}
# Pages of forums that need another object than their neighbours do.
INSTEAD = {
    "space_asks.change:ask_id": "forum_draft_ask", "space_signals.show:meeting_id": "now_id",
    "space_meeting_questions.kept:meeting_id": "now_id", "space_note_questions.share:note_id": "agreed_note",
}


@dataclass(frozen=True)
class Opened:
    """A page to open: its handler, its path in English, and the role that opens it (None: anyone)."""

    endpoint: str
    path: str
    role: str | None


def every_page(site: Site) -> list[Opened]:
    """Return every page that answers to GET, with real objects in its address."""
    found = []
    known = values(site)
    with site.app.app_context():
        known |= forum_values()
        known |= intake_values()
        known |= report_values()
    with site.app.test_request_context():
        for rule in site.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in FILES:
                continue
            names = (*rule.arguments, *ASKED.get(rule.endpoint, ()))
            needed = {name: _value(rule.endpoint, name, known) for name in names}
            found.append(Opened(rule.endpoint, url_for(rule.endpoint, **needed), _role(rule.endpoint)))
    return sorted(found, key=lambda opened: (opened.role or "", opened.endpoint))


def _value(endpoint: str, name: str, known: dict[str, str]) -> str | int:
    if name == "lang":
        return "en"
    own = known.get(f"{endpoint}:{name}") or known.get(f"{endpoint.split('.')[0]}:{name}")
    if own is not None:
        return own
    if name in ("number", "year"):
        return int(known.get(name, "1"))
    if endpoint.startswith(("space_", "public_forums.", "staff_forum")):
        return _forum_value(endpoint, name, known)
    if endpoint.startswith(TAKEN_IN):
        return _taken_in(endpoint, name, known)
    if name == "key":
        return known["node_key"] if endpoint == "public_reports.node" else known["key"]
    if name == "public_id":
        noun = {"staff_double_coding": "waiting_id", "staff_differences": "difference_id", "staff_remarks": "answer_id",
                "staff_codebooks": "theme_id", "staff_worries": "worry_id", "staff_coding": "answer_id",
                "staff_people": "person_id", "staff_campaigns": "campaign_id",
                "staff_responses": "response_id", "staff_flags": "response_id", "staff_answer_words": "words_id",
                "staff_signed_answers": "film_id", "public_receipts": "film_id"}[endpoint.split(".")[0]]
        return known[noun]
    return known[name]


def _taken_in(endpoint: str, name: str, known: dict[str, str]) -> str | int:
    if name == "public_id":
        return known.get(endpoint) or known[endpoint.split(".")[0]]
    if name == "note_id":
        return known["event_note_id"]
    return {"key": "bsl", "page": "violence-aims"}.get(name) or known[name]


def _forum_value(endpoint: str, name: str, known: dict[str, str]) -> str:
    noun = endpoint.split(".")[0]
    if f"{endpoint}:{name}" in INSTEAD:
        return known[INSTEAD[f"{endpoint}:{name}"]]
    if noun.startswith("staff_") and name.removesuffix("_id") in ("forum", "ask", "need"):
        return known[f"officers_{name.removesuffix('_id')}"]
    if name == "slug":
        return known["slug"] if noun == "space_agenda_links" else known["forum_slug"]
    if name == "kind":
        return "pause"
    if name == "request_id":
        return known["tray_id"]
    if name == "ask_id":
        return known["public_ask"]
    if name == "public_id":
        return known.get(endpoint.replace(".", ":")) or known.get(noun) or known[
            "released_note" if endpoint == "public_forums.note" else "public_ask"]
    return known[name]


def _role(endpoint: str) -> str | None:
    rule = RULES[endpoint]
    if rule.right is not None:
        return next(f"in:{standing}" for standing in STANDINGS if rule.right in OF_STANDING[standing])
    if rule.officer is not None:
        return OFFICER
    wanted: Permission | None = rule.permission
    if wanted is None:
        return None
    return next(role for role in ROLES if wanted in permissions([role], is_administrator=role == "administrator"))


def direction_problems(page: Page, language: str) -> list[str]:
    """Return what is wrong with the language and direction that the page itself is marked with."""
    marked = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    wanted = [language, LANGUAGES[language].direction]
    return [] if marked == wanted else [f"the page is marked {marked}, not {wanted}"]


def faults(page: Page, opened: Opened, language: str) -> list[str]:
    """Return everything that is wrong with the page that is open now."""
    found = problems(page) + reflow_problems(page) + missing_glyphs(page)
    if language != "en":
        found += script_language_problems(page)
    found += direction_problems(page, language)
    return [f"{opened.endpoint} {language} {page.viewport_size}: {line}" for line in found]
