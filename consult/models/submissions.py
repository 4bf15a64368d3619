"""What was taken in by other ways than the web, before and after a person decided on it; who sent it stands apart."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.channels import CHANNELS
from consult.domain.responses import EXCLUSION_REASONS
from consult.domain.submissions import FORMATS, PROPOSALS, SENDER_KINDS, STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Submission(HasPublicId, Base):
    """One thing that was sent to us: it waits for a person, becomes a response, or is left out with a reason.

    `parts` are its words as [{anchor, kind, text}] in their order; `text` is the whole. Once there is a response, that
    one tells what becomes of it. A petition never becomes one: its signatures are counted apart (practice C5).
    """

    __tablename__ = "submissions"
    __table_args__ = (
        CheckConstraint(one_of("channel", CHANNELS), name="channel_is_known"),
        CheckConstraint(one_of("format", FORMATS), name="format_is_known"),
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint(one_of("sender_kind", SENDER_KINDS), name="sender_kind_is_known"),
        CheckConstraint(f"proposal = '' OR {one_of('proposal', PROPOSALS)}", name="proposal_is_known"),
        CheckConstraint(f"reason = '' OR {one_of('reason', EXCLUSION_REASONS)}", name="reason_is_known"),
        CheckConstraint("state <> 'excluded' OR reason <> ''", name="exclusion_has_a_reason"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decision_is_whole"),
        CheckConstraint("state <> 'accepted' OR response_id IS NOT NULL OR format = 'petition'",
                        name="accepted_ones_are_responses"),
        CheckConstraint("response_id IS NULL OR state = 'accepted'", name="responses_were_accepted"),
        CheckConstraint("response_id IS NULL OR format <> 'petition'", name="petitions_are_no_responses"),
        CheckConstraint("(signatures IS NOT NULL) = (format = 'petition')", name="only_petitions_are_signed"),
        CheckConstraint("signatures IS NULL OR signatures >= 0", name="signatures_are_a_number"),
        CheckConstraint("speaks_for IS NULL OR speaks_for > 0", name="speaks_for_someone"),
        CheckConstraint("state = 'duplicate' OR (duplicate_of_id IS NULL AND same_as_response_id IS NULL)",
                        name="only_duplicates_point"),
        CheckConstraint("checked_by_id IS NULL OR checked_at IS NOT NULL", name="check_is_whole"),
        UniqueConstraint("consultation_id", "source_hash"),
        Index("ix_submissions_waiting", "consultation_id", "id",
              sqlite_where=sql("state = 'waiting'"), postgresql_where=sql("state = 'waiting'")),
        Index("ix_submissions_consultation_id_received_at_id", "consultation_id", "received_at", "id"),
        Index("ix_submissions_thread_hash", "thread_hash"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    channel: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    # The day of the postmark, where it came by post: it decides whether it is late.
    postmarked_on: Mapped[date | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    # What staff call it: never a sender's name or address.
    label: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    parts: Mapped[list[Any]] = mapped_column(default=list)
    # Its pages hold no words that a machine can read: a person types them.
    needs_typing: Mapped[bool] = mapped_column(default=False)
    sender_kind: Mapped[str] = mapped_column(String(20), default="person")
    body: Mapped[str] = mapped_column(String(200), default="")
    may_be_named: Mapped[bool] = mapped_column(default=False)
    speaks_for: Mapped[int | None]
    signatures: Mapped[int | None]
    has_quote_consent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    reason: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    # What a machine took it for, and by which signs (codes): a person decides.
    proposal: Mapped[str] = mapped_column(String(20), default="")
    signs: Mapped[list[Any]] = mapped_column(default=list)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    same_as_response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), unique=True)
    # The keyed hash of what it is known again by (a Message-ID, the bytes of a file); none for what was typed.
    source_hash: Mapped[str | None] = mapped_column(String(64))
    thread_hash: Mapped[str | None] = mapped_column(String(64))
    taken_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_in_at: Mapped[datetime] = mapped_column(default=utc_now)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class SubmissionFile(HasPublicId, Base):
    """A file of a submission as it came: the source itself, what was attached to it, or the scan of a form."""

    __tablename__ = "submission_files"
    __table_args__ = (
        CheckConstraint("role IN ('source', 'attachment', 'scan')", name="role_is_known"),
        CheckConstraint("state IN ('held', 'clean', 'refused', 'deleted')", name="state_is_known"),
        CheckConstraint("size >= 0", name="size_is_real"),
        UniqueConstraint("submission_id", "position"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="held")
    # Why its words could not be read (a code of intake/documents.py); empty where they were, or where it has none.
    problem: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Sender(Base):
    """Who sent a submission, sealed and apart from what they said; `address_hash` knows the same sender again."""

    __tablename__ = "senders"
    __table_args__ = (Index("ix_senders_address_hash", "address_hash"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    address_hash: Mapped[str | None] = mapped_column(String(64))
    address: Mapped[bytes | None] = mapped_column(LargeBinary)
    name: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    post: Mapped[bytes | None] = mapped_column(LargeBinary)


class Acknowledgement(Base):
    """The one letter that says that a submission has come; who it goes to stands with the sender."""

    __tablename__ = "acknowledgements"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'refused', 'not-wanted')", name="state_is_known"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sending_is_whole"),
        Index("ix_acknowledgements_waiting", "due_at",
              sqlite_where=sql("state = 'waiting'"), postgresql_where=sql("state = 'waiting'")),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=utc_now)
    sent_at: Mapped[datetime | None]


class MailboxState(Base):
    """How far a consultation's mailbox was read: messages of this folder up to `last_uid` are taken in."""

    __tablename__ = "mailbox_states"
    __table_args__ = (UniqueConstraint("consultation_id", "folder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    folder: Mapped[str] = mapped_column(String(200))
    uid_validity: Mapped[int]
    last_uid: Mapped[int] = mapped_column(default=0)
    fetched_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(40), default="")
    # Messages that could not be taken in, by code and number: {uid: code}.
    failed: Mapped[dict[str, Any]] = mapped_column(default=dict)


class SamePerson(HasPublicId, Base):
    """Two responses that may be one person's: proposed by a machine or a person, linked or refused by a person."""

    __tablename__ = "same_people"
    __table_args__ = (
        CheckConstraint("basis IN ('sender', 'words', 'code', 'person')", name="basis_is_known"),
        CheckConstraint("state IN ('proposed', 'linked', 'refused', 'undone')", name="state_is_known"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_by_a_person"),
        CheckConstraint("first_id < second_id", name="a_pair_has_one_order"),
        UniqueConstraint("first_id", "second_id"),
        Index("ix_same_people_consultation_id_state_id", "consultation_id", "state", "id"),
        Index("ix_same_people_second_id", "second_id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    basis: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
