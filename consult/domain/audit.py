"""The names of the acts that are kept in the audit trail; never the words of an answer."""

from enum import StrEnum


class Act(StrEnum):
    """One kind of act."""

    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    PERSON_ADDED = "person-added"
    PERSON_CHANGED = "person-changed"
    ROLE_GRANTED = "role-granted"
    ROLE_TAKEN = "role-taken"
    CONSULTATION_CREATED = "consultation-created"
    CONSULTATION_CHANGED = "consultation-changed"
    CONSULTATION_SHOWN = "consultation-shown"
    PLAN_IMPORTED = "plan-imported"
    SURVEY_IMPORTED = "survey-imported"
    RESPONSE_EXCLUDED = "response-excluded"
    RESPONSE_RESTORED = "response-restored"
    RUN_STARTED = "run-started"
    RUN_CANCELLED = "run-cancelled"
    FINDING_LINKED = "finding-linked"
    FINDING_REMOVED = "finding-removed"
    REPORT_PUBLISHED = "report-published"
