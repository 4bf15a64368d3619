"""Published editions of a report: a frozen snapshot and the passages behind its numbers, never edited after."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.data_releases import RELEASE_STATES
from consult.domain.edition_files import FILE_KINDS, FILE_STATES
from consult.domain.report_chapters import VERSIONS
from consult.domain.report_editing import TEXT_FORMS, TEXT_STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Edition(HasPublicId, Base):
    """A numbered edition: `snapshot` is the canonical JSON of a domain Report."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("number >= 1", name="number_is_real"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    snapshot: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    published_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime] = mapped_column(default=utc_now)


class EditionSignOff(Base):
    """Who stands for an edition as the whole report; one without it is an interim edition.

    `facts` are the counts of what was unread, uncoded, waiting or undecided at that moment; `statement` says why it was
    signed all the same, needed where any of them is not 0.
    """

    __tablename__ = "edition_sign_offs"
    __table_args__ = (CheckConstraint("length(name) > 0 AND length(office) > 0", name="somebody_signed"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    office: Mapped[str] = mapped_column(String(200))
    statement: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EditionRecall(Base):
    """An edition that was called back: nobody but staff sees it any more. The edition itself is never touched.

    `reason` is plain words for the public, never the words that were the reason.
    """

    __tablename__ = "edition_recalls"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="has_a_reason"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EditionCoding(Base):
    """A coding that stood when an edition was frozen: the way from a printed number to the passages behind it."""

    __tablename__ = "edition_codings"
    __table_args__ = (Index("ix_edition_codings_edition_id_theme_id", "edition_id", "theme_id"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    stance: Mapped[str] = mapped_column(String(10))


class ReportBlock(HasPublicId, Base):
    """One block of a chapter as an author set it; what the data give by themselves has no row here until it is changed.

    `key` names it within its consultation: a default block's own key, or that of an added one
    (domain/report_editing). Two kinds of row are no blocks: `chapter`, what an author wrote to a whole chapter, and
    `choices`, the quotes of a theme that a person read. `settings` are plain values of the kind. `revision` tells two
    editors apart.
    """

    __tablename__ = "report_blocks"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint("revision > 0", name="revision_is_real"),
        CheckConstraint(one_of("version", VERSIONS), name="version_is_known"),
        Index("ix_report_blocks_consultation_id_chapter", "consultation_id", "chapter", "position"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(200))
    chapter: Mapped[str] = mapped_column(String(40))
    # Its place in the chapter when it was changed last; equal ones stand in the order of their ids.
    position: Mapped[float]
    kind: Mapped[str] = mapped_column(String(30))
    ref: Mapped[str] = mapped_column(String(200), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[str] = mapped_column(String(8), default="full")
    is_hidden: Mapped[bool] = mapped_column(default=False)
    # Why something that the data give is hidden, or a word of the scale is another than the computed one.
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ReportBlockText(Base):
    """The words of a block in one language or format: `form` is `plain` or `easy`; a BSL film is an address."""

    __tablename__ = "report_block_texts"
    __table_args__ = (
        UniqueConstraint("block_id", "language", "form"),
        CheckConstraint(one_of("form", TEXT_FORMS), name="form_is_known"),
        CheckConstraint(one_of("state", TEXT_STATES), name="state_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("report_blocks.id"))
    language: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(8), default="plain")
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default="written")
    # The revision of the English words that this was made from: behind it, the text is stale.
    of_revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class EditionFile(Base):
    """A file made once of an edition (a PDF): what cannot be drawn while a page waits.

    `source_digest` is that of the report as it was drawn: a quote that is taken back since makes it another one, and
    the file is made again before anybody gets it.
    """

    __tablename__ = "edition_files"
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "language"),
        CheckConstraint(one_of("kind", FILE_KINDS), name="kind_is_known"),
        CheckConstraint(one_of("state", FILE_STATES), name="state_is_known"),
        CheckConstraint("(state = 'made') = (store_key <> '')", name="made_ones_are_kept"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    store_key: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(120), default="")
    size: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    source_digest: Mapped[str] = mapped_column(String(64), default="")
    problem: Mapped[str] = mapped_column(String(80), default="")
    made_at: Mapped[datetime | None]


class DataRelease(HasPublicId, Base):
    """A day on which an edition's data come out, told beforehand; `note` is for the public (what changed)."""

    __tablename__ = "data_releases"
    __table_args__ = (
        CheckConstraint(one_of("state", RELEASE_STATES), name="state_is_known"),
        CheckConstraint("state <> 'released' OR edition_id IS NOT NULL", name="released_is_an_edition"),
        CheckConstraint("state <> 'called-off' OR length(note) > 0", name="called_off_with_a_reason"),
        Index("ix_data_releases_consultation_id_planned_on", "consultation_id", "planned_on", "id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    title: Mapped[str] = mapped_column(String(200))
    planned_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="planned")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"), index=True)
    # The release that this one corrects: it stays to be read.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("data_releases.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    announced_at: Mapped[datetime] = mapped_column(default=utc_now)
    released_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class IntruderCheck(Base):
    """One person's look at an edition as a motivated intruder would: each line answered, then their name under it."""

    __tablename__ = "intruder_checks"
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answers: Mapped[dict[str, Any]]
    is_passed: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime] = mapped_column(default=utc_now)
