"""Writes what the report says that an organisation said, lets it check that by a code, and settles what it corrects.

Chapter 12 of the report prints who has looked at each summary (practice 2.2). The organisation needs no account.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import summary_checks as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound
from consult.domain.working_days import london_day
from consult.models.answers_to_people import OrganisationSummary
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Response
from consult.queries import organisation_summaries as stored
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.secrets import keyed_hash, new_token, receipt_code
from consult.services.transaction import writing

PURPOSE = "organisation summary"


def write(*, consultation_id: int, response: str, summary: str, kind: str, position: Mapping[str, str], revision: int,
          by_id: int) -> OrganisationSummary:
    """Write or change the summary of an organisation (public id of its response); it is unchecked from then on.

    `revision` is the one that was read, 0 where there was none. Raises NotAllowed, NotFound, Refused("summary" |
    "kind" | "position", …), Conflict("summary-changed") where somebody else changed it since.
    """
    words, kind = rules.checked_words("summary", summary), rules.check_kind(kind)
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        found = stored.one(session, consultation_id, response)
        if found is None:
            raise NotFound()
        nodes = stored.objectives(session, session.get_one(Consultation, consultation_id))
        # Held: the organisation may say its word on the old text at this moment.
        row = _of_response(session, consultation_id, response) if found.summary is not None else None
        if revision != (row.revision if row is not None else 0):
            raise Conflict("summary-changed")
        if row is None:
            row = OrganisationSummary(consultation_id=consultation_id, response_id=found.response_id, revision=0)
            session.add(row)
        row.summary, row.kind, row.position = words, kind, rules.checked_position(position, nodes)
        row.state, row.correction, row.kept_reason, row.answered_on = rules.DRAFT, "", "", None
        row.revision, row.written_by_id, row.written_at = row.revision + 1, by_id, utc_now()
        session.flush()
        _record(session, Act.ORGANISATION_SUMMARY_WRITTEN, row, by_id)
        return row


def send(*, consultation_id: int, response: str, by_id: int) -> str:
    """Show a summary to its organisation: return the new code, which is kept nowhere; an older one opens nothing.

    Raises NotAllowed, NotFound, Conflict("summary-moved-on") once the organisation has said its word.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.SEND_SUMMARIES, consultation_id)
        row = _of_response(session, consultation_id, response)
        rules.check_step(row.state, rules.SENT)
        code, at = receipt_code(new_token()), now(session)
        row.code_hash, row.state = hash_of(code), rules.SENT
        row.sent_on, row.due_on = london_day(at), rules.answer_by(at)
        _record(session, Act.ORGANISATION_SUMMARY_SENT, row, by_id)
        return code


def hash_of(code: str) -> str:
    """Return under which hash the code of an organisation is kept."""
    return keyed_hash(PURPOSE, code)


def agree(*, public_id: str, revision: int) -> None:
    """Note that the organisation says that the words which it read are right; twice is once.

    Raises NotFound, Conflict("summary-changed") where we changed them since, Conflict("summary-moved-on").
    """
    with writing() as session:
        row = _shown(session, public_id, revision)
        if row.state == rules.AGREED:
            return
        rules.check_step(row.state, rules.AGREED)
        row.state, row.correction, row.answered_on = rules.AGREED, "", london_day(now(session))
        _record(session, Act.ORGANISATION_SUMMARY_ANSWERED, row)


def correct(*, public_id: str, revision: int, words: str) -> None:
    """Keep the organisation's own words of what it said. Raises as `agree`, and Refused("correction", …)."""
    said = rules.checked_words("correction", words)
    with writing() as session:
        row = _shown(session, public_id, revision)
        rules.check_step(row.state, rules.CORRECTED)
        row.state, row.correction, row.answered_on = rules.CORRECTED, said, london_day(now(session))
        _record(session, Act.ORGANISATION_SUMMARY_ANSWERED, row)


def take_over(*, consultation_id: int, response: str, by_id: int) -> None:
    """Let the organisation's own words stand as its summary. Raises NotAllowed, NotFound,
    Conflict("summary-moved-on")."""
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        row = _of_response(session, consultation_id, response)
        rules.check_step(row.state, rules.TAKEN)
        row.summary, row.state, row.kept_reason, row.revision = row.correction, rules.TAKEN, "", row.revision + 1
        _record(session, Act.ORGANISATION_SUMMARY_SETTLED, row, by_id)


def keep_ours(*, consultation_id: int, response: str, reason: str, by_id: int) -> None:
    """Let our words stand, the organisation's beside them, for a reason that is printed.

    Raises NotAllowed, NotFound, Conflict("summary-moved-on"), Refused("reason", …).
    """
    why = rules.checked_words("reason", reason, rules.MOST_REASON)
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_REPORT, consultation_id)
        row = _of_response(session, consultation_id, response)
        rules.check_step(row.state, rules.KEPT)
        row.state, row.kept_reason, row.revision = rules.KEPT, why, row.revision + 1
        _record(session, Act.ORGANISATION_SUMMARY_SETTLED, row, by_id)


def forget_of_response(session: Session, response_id: int) -> None:
    """Delete the summary of a response whose contents are deleted, inside the caller's transaction."""
    row = session.scalar(select(OrganisationSummary).where(OrganisationSummary.response_id == response_id))
    if row is not None:
        session.delete(row)


def _of_response(session: Session, consultation_id: int, response: str) -> OrganisationSummary:
    found = session.scalar(
        select(OrganisationSummary).join(Response, Response.id == OrganisationSummary.response_id)
        .where(OrganisationSummary.consultation_id == consultation_id, Response.public_id == response,
               Response.excluded_reason.is_(None))
        .with_for_update(of=OrganisationSummary).execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def _shown(session: Session, public_id: str, revision: int) -> OrganisationSummary:
    found = session.scalar(
        select(OrganisationSummary).join(Response, Response.id == OrganisationSummary.response_id)
        .where(OrganisationSummary.public_id == public_id, Response.excluded_reason.is_(None))
        .with_for_update(of=OrganisationSummary).execution_options(populate_existing=True))
    if found is None or found.state == rules.DRAFT:
        raise NotFound()
    if found.revision != revision:
        raise Conflict("summary-changed")
    return found


def _record(session: Session, act: Act, row: OrganisationSummary, by_id: int | None = None) -> None:
    audit.record(session, act, person_id=by_id, kind="organisation-summary", object_id=row.public_id,
                 consultation_id=row.consultation_id, state=row.state)
