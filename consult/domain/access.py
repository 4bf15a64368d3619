"""Roles and what each may do; who holds a role is the database's to say, how a page answers is the web's."""

from collections.abc import Iterable
from enum import StrEnum

ROLES = ("survey-editor", "coder", "lead", "equality-lead", "reader", "translator", "translation-checker",
         "safeguarding", "intake-officer")


class Permission(StrEnum):
    """One thing that staff can be allowed to do."""

    SIGNED_IN = "signed-in"
    MANAGE_PEOPLE = "manage-people"
    CREATE_CONSULTATIONS = "create-consultations"
    IMPORT_PLANS = "import-plans"
    SEE_CONSULTATION = "see-consultation"
    EDIT_CONSULTATION = "edit-consultation"
    EDIT_SURVEY = "edit-survey"
    READ_RESPONSES = "read-responses"
    EXCLUDE_RESPONSES = "exclude-responses"
    CODE = "code"
    EDIT_CODE_FRAME = "edit-code-frame"
    RUN_SUGGESTIONS = "run-suggestions"
    READ_FINDINGS = "read-findings"
    LINK_FINDINGS = "link-findings"
    PREVIEW_REPORT = "preview-report"
    PUBLISH_REPORT = "publish-report"
    READ_EQUALITY_TABLES = "read-equality-tables"
    EXPORT_RESPONSES = "export-responses"
    IMPORT_RESPONSES = "import-responses"
    PRINT_FORMS = "print-forms"
    CHANGE_CLOSING = "change-closing"
    SEE_VARIANTS = "see-variants"
    TRANSLATE = "translate"
    CHECK_VARIANTS = "check-variants"
    APPROVE_VARIANTS = "approve-variants"
    DECIDE_LANGUAGES = "decide-languages"
    SEE_ANSWER_WORDS = "see-answer-words"
    TRANSLATE_ANSWERS = "translate-answers"
    CHECK_ANSWER_WORDS = "check-answer-words"
    WATCH_SIGNED_ANSWERS = "watch-signed-answers"
    HANDLE_ACCESS_REQUESTS = "handle-access-requests"
    MANAGE_CODING = "manage-coding"
    FLAG_WORRIES = "flag-worries"
    HANDLE_WORRIES = "handle-worries"
    REDACT = "redact"
    READ_ORIGINALS = "read-originals"
    OPEN_FORUMS = "open-forums"
    SEE_REGISTER = "see-register"
    TAKE_IN = "take-in"
    DECIDE_SUBMISSIONS = "decide-submissions"
    OPEN_SENDERS = "open-senders"
    LINK_PEOPLE = "link-people"
    RUN_EVENTS = "run-events"
    WRITE_FINDINGS = "write-findings"
    CONFIRM_FINDINGS = "confirm-findings"
    RECORD_DECISIONS = "record-decisions"
    TRACK_RECOMMENDATIONS = "track-recommendations"
    KEEP_TIMELINE = "keep-timeline"
    SEE_WHO_ANSWERED = "see-who-answered"
    LOG_REACH = "log-reach"
    CROSS_INSIDE = "cross-inside"
    KEEP_FIGURES = "keep-figures"
    COMPARE_PLANS = "compare-plans"
    EDIT_REPORT = "edit-report"
    RECALL_EDITION = "recall-edition"
    RELEASE_DATA = "release-data"
    CHECK_RELEASE = "check-release"
    SEND_SUMMARIES = "send-summaries"


P = Permission
# The administrator looks after people and settings and is kept away from what Londoners wrote. They can open a forum
# while it is empty; what is inside one stands in forum_access.py, and nothing of it is a permission of staff.
ADMINISTRATOR = frozenset({
    P.SIGNED_IN, P.MANAGE_PEOPLE, P.CREATE_CONSULTATIONS, P.IMPORT_PLANS, P.SEE_CONSULTATION, P.EDIT_CONSULTATION,
    P.OPEN_FORUMS,
})
ON_A_CONSULTATION: dict[str, frozenset[Permission]] = {
    "survey-editor": frozenset({
        P.SEE_CONSULTATION, P.EDIT_CONSULTATION, P.EDIT_SURVEY, P.IMPORT_PLANS, P.PRINT_FORMS,
        P.CHANGE_CLOSING, P.SEE_VARIANTS, P.TRANSLATE, P.CHECK_VARIANTS, P.APPROVE_VARIANTS, P.HANDLE_ACCESS_REQUESTS,
        P.KEEP_TIMELINE, P.LOG_REACH, P.COMPARE_PLANS,
    }),
    "coder": frozenset({
        P.SEE_CONSULTATION, P.READ_RESPONSES, P.CODE, P.EDIT_CODE_FRAME, P.RUN_SUGGESTIONS, P.READ_FINDINGS,
        P.FLAG_WORRIES, P.REDACT, P.WRITE_FINDINGS,
    }),
    "lead": frozenset({
        P.SEE_CONSULTATION, P.READ_RESPONSES, P.EXCLUDE_RESPONSES, P.CODE, P.EDIT_CODE_FRAME, P.RUN_SUGGESTIONS,
        P.READ_FINDINGS, P.LINK_FINDINGS, P.PREVIEW_REPORT, P.PUBLISH_REPORT, P.EXPORT_RESPONSES, P.IMPORT_RESPONSES,
        P.PRINT_FORMS, P.SEE_VARIANTS, P.APPROVE_VARIANTS, P.DECIDE_LANGUAGES, P.HANDLE_ACCESS_REQUESTS,
        P.MANAGE_CODING, P.FLAG_WORRIES, P.REDACT, P.READ_ORIGINALS, P.SEE_REGISTER, P.TAKE_IN, P.DECIDE_SUBMISSIONS,
        P.LINK_PEOPLE, P.RUN_EVENTS, P.WRITE_FINDINGS, P.CONFIRM_FINDINGS, P.RECORD_DECISIONS, P.TRACK_RECOMMENDATIONS,
        P.KEEP_TIMELINE, P.SEE_WHO_ANSWERED, P.LOG_REACH, P.KEEP_FIGURES, P.COMPARE_PLANS, P.EDIT_REPORT,
        P.RECALL_EDITION, P.RELEASE_DATA, P.CHECK_RELEASE, P.SEND_SUMMARIES,
    }),
    # They see who sent what and never what is coded or found in it; coders see the words and never who sent them.
    "intake-officer": frozenset({
        P.SEE_CONSULTATION, P.SEE_REGISTER, P.TAKE_IN, P.DECIDE_SUBMISSIONS, P.OPEN_SENDERS, P.RUN_EVENTS,
        P.IMPORT_RESPONSES, P.PRINT_FORMS, P.HANDLE_ACCESS_REQUESTS, P.FLAG_WORRIES, P.SEND_SUMMARIES,
    }),
    # They look after the groups: who answered, what was done to reach them, and whether a release shows anybody.
    "equality-lead": frozenset({
        P.SEE_CONSULTATION, P.READ_FINDINGS, P.PREVIEW_REPORT, P.READ_EQUALITY_TABLES, P.SEE_WHO_ANSWERED, P.LOG_REACH,
        P.CROSS_INSIDE, P.KEEP_FIGURES, P.CHECK_RELEASE,
    }),
    "reader": frozenset({P.SEE_CONSULTATION, P.READ_FINDINGS, P.PREVIEW_REPORT}),
    # They see the texts to translate and the words or the film of an answer, never who gave it nor what else it says.
    "translator": frozenset({
        P.SEE_CONSULTATION, P.SEE_VARIANTS, P.TRANSLATE, P.SEE_ANSWER_WORDS, P.TRANSLATE_ANSWERS,
        P.WATCH_SIGNED_ANSWERS, P.FLAG_WORRIES,
    }),
    "translation-checker": frozenset({
        P.SEE_CONSULTATION, P.SEE_VARIANTS, P.TRANSLATE, P.CHECK_VARIANTS, P.SEE_ANSWER_WORDS, P.CHECK_ANSWER_WORDS,
        P.WATCH_SIGNED_ANSWERS, P.FLAG_WORRIES,
    }),
    # They see an answer that somebody worries about, whole, and nothing of who gave it; the team sees it after them.
    "safeguarding": frozenset({
        P.SEE_CONSULTATION, P.HANDLE_WORRIES, P.FLAG_WORRIES, P.REDACT, P.READ_ORIGINALS,
    }),
}


def permissions(roles: Iterable[str], *, is_administrator: bool) -> frozenset[Permission]:
    """Return what someone with these roles on a consultation may do there.

    An unknown role gives nothing. Everyone who is signed in has SIGNED_IN.
    """
    allowed = {P.SIGNED_IN} | (ADMINISTRATOR if is_administrator else frozenset())
    return frozenset(allowed).union(*(ON_A_CONSULTATION.get(role, frozenset()) for role in roles))
