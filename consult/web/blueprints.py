"""The list of address books that make up the site."""

from flask import Flask

from consult.web.community import access as space_access
from consult.web.community import (
    activities,
    agenda,
    agenda_links,
    agenda_meetings,
    agenda_merges,
    charter,
    decisions,
    entry,
    guests,
    home,
    joining,
    leaving,
    letting_in,
    life,
    me,
    me_safety,
    meeting_questions,
    meetings,
    papers,
    quick_exit,
    review,
    signals,
    signing,
    steps,
    threads,
    tray,
)
from consult.web.community import appeals as space_appeals
from consult.web.community import ask_questions as space_ask_questions
from consult.web.community import asks as space_asks
from consult.web.community import files as space_files
from consult.web.community import measures as space_measures
from consult.web.community import mine as space_mine
from consult.web.community import note_lines as space_note_lines
from consult.web.community import note_questions as space_note_questions
from consult.web.community import notes as space_notes
from consult.web.community import posts as space_posts
from consult.web.community import reports as space_reports
from consult.web.public import (
    accessibility,
    checks,
    consultations,
    formats,
    host_kit,
    how_read,
    languages,
    month,
    news,
    plan_changes,
    plans,
    receipt_films,
    requests,
    respond_about,
    respond_easy_read_end,
    respond_end,
    respond_leaving,
    respond_parts,
    respond_questions,
    respond_return,
    respond_signing,
    you_said,
)
from consult.web.public import data as public_data
from consult.web.public import figures as public_figures
from consult.web.public import forms as public_forms
from consult.web.public import forums as public_forums
from consult.web.public import recommendations as public_recommendations
from consult.web.public import report_parts as public_report_parts
from consult.web.public import report_pdfs as public_report_pdfs
from consult.web.public import reports as public_reports
from consult.web.public import timelines as public_timelines
from consult.web.public import variant_files as public_media
from consult.web.staff import (
    access_requests,
    agreement,
    answer_words,
    attachments,
    benchmarks,
    calls_questions,
    campaigns,
    checklists,
    closings,
    codebooks,
    coding,
    coding_board,
    coding_settings,
    crossings,
    differences,
    documents,
    double_coding,
    easy_read,
    equality,
    equality_sheets,
    event_cards,
    event_care,
    event_coding,
    event_notes,
    event_offline,
    events,
    figures,
    finding_evidence,
    findings,
    flags,
    forum_asks,
    forum_needs,
    forum_opening,
    forum_requests,
    forum_stopping,
    forums,
    host_checks,
    import_mappings,
    imports,
    ledger,
    machine_accepting,
    mailbox,
    organisations,
    packs,
    parity,
    people,
    proposals,
    reach_actions,
    recommendations,
    redactions,
    register,
    release_checks,
    releases,
    remarks,
    response_files,
    responses,
    same_people,
    samples,
    second_factor,
    senders,
    setup,
    shares,
    sign_in,
    signed_answers,
    submissions,
    surveys,
    taking_in,
    theme_links,
    timeline,
    translation_files,
    translations,
    variant_files,
    who_answered,
    worries,
)
from consult.web.staff import decisions as staff_decisions
from consult.web.staff import formats as staff_formats
from consult.web.staff import forms as staff_forms
from consult.web.staff import news as staff_news
from consult.web.staff import plan_changes as staff_plan_changes
from consult.web.staff import report_chapters as staff_report_chapters
from consult.web.staff import report_quotes as staff_report_quotes
from consult.web.staff import report_words as staff_report_words
from consult.web.staff import reports as staff_reports

BLUEPRINTS = (
    recommendations.blueprint, timeline.blueprint, checklists.blueprint, public_recommendations.blueprint,
    public_timelines.blueprint,
    public_forums.blueprint, space_measures.blueprint,
    consultations.blueprint, accessibility.blueprint, languages.blueprint, requests.blueprint,
    access_requests.blueprint, plans.blueprint, plan_changes.blueprint, staff_plan_changes.blueprint,
    respond_questions.blueprint, respond_end.blueprint,
    respond_about.blueprint, respond_parts.blueprint, respond_return.blueprint, respond_leaving.blueprint,
    receipt_films.blueprint, public_reports.blueprint, public_report_parts.blueprint,
    public_report_pdfs.blueprint, public_data.blueprint, releases.blueprint, release_checks.blueprint, packs.blueprint,
    sign_in.blueprint,
    people.blueprint, setup.blueprint,
    surveys.blueprint, translations.blueprint, translation_files.blueprint, register.blueprint,
    responses.blueprint,
    coding.blueprint, codebooks.blueprint, proposals.blueprint, theme_links.blueprint, equality.blueprint,
    parity.blueprint, staff_reports.blueprint,
    staff_report_chapters.blueprint, staff_report_quotes.blueprint, staff_report_words.blueprint,
    closings.blueprint, flags.blueprint, response_files.blueprint,
    imports.blueprint, import_mappings.blueprint, samples.blueprint,
    attachments.blueprint, public_forms.blueprint, staff_forms.blueprint, respond_easy_read_end.blueprint,
    easy_read.blueprint, respond_signing.blueprint, signed_answers.blueprint, formats.blueprint,
    public_media.blueprint, variant_files.blueprint, staff_formats.blueprint, answer_words.blueprint,
    how_read.blueprint, machine_accepting.blueprint,
    double_coding.blueprint, differences.blueprint, remarks.blueprint, agreement.blueprint,
    coding_board.blueprint, coding_settings.blueprint, shares.blueprint,
    worries.blueprint, redactions.blueprint, submissions.blueprint,
    campaigns.blueprint, same_people.blueprint,
    documents.blueprint, taking_in.blueprint, mailbox.blueprint, senders.blueprint,
    equality_sheets.blueprint, calls_questions.blueprint,
    second_factor.blueprint, forum_opening.blueprint, forum_stopping.blueprint, forums.blueprint,
    forum_requests.blueprint,
    forum_asks.blueprint, forum_needs.blueprint,
    month.blueprint, quick_exit.blueprint, entry.blueprint, joining.blueprint, letting_in.blueprint, me.blueprint,
    me_safety.blueprint, leaving.blueprint, home.blueprint,
    meetings.blueprint, meeting_questions.blueprint, guests.blueprint, papers.blueprint, signals.blueprint,
    activities.blueprint, charter.blueprint, decisions.blueprint, life.blueprint, review.blueprint,
    space_access.blueprint,
    space_notes.blueprint, space_note_lines.blueprint, space_note_questions.blueprint,
    space_asks.blueprint, space_ask_questions.blueprint, space_mine.blueprint,
    space_files.blueprint, threads.blueprint, signing.blueprint, space_posts.blueprint, space_reports.blueprint,
    space_appeals.blueprint, steps.blueprint,
    agenda.blueprint, agenda_merges.blueprint, agenda_meetings.blueprint, agenda_links.blueprint, tray.blueprint,
    events.blueprint, event_notes.blueprint, event_care.blueprint, event_coding.blueprint, event_cards.blueprint,
    event_offline.blueprint, host_kit.blueprint,
    news.blueprint, you_said.blueprint, checks.blueprint, organisations.blueprint, host_checks.blueprint,
    staff_news.blueprint,
    who_answered.blueprint, reach_actions.blueprint, benchmarks.blueprint, crossings.blueprint, figures.blueprint,
    public_figures.blueprint,
    findings.blueprint, finding_evidence.blueprint, staff_decisions.blueprint, ledger.blueprint,
)


def register(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
