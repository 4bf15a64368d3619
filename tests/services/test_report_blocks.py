"""What authors write to a report is laid over its data, kept apart from them, and lost by nobody."""

import pytest
from sqlalchemy import func, select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.report_chapters import Block, Chapter
from consult.domain.report_editing import key_of_chapter
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.codebooks import Theme
from consult.models.reports import ReportBlock, ReportBlockText
from consult.queries import report_blocks as stored
from consult.services import report_blocks, report_texts, reports
from tests import coded
from tests.worlds import World


def test_without_authors_a_report_stores_nothing_of_its_chapters(world: World, officers: Theme) -> None:
    assert len(chapters(world)) == 18
    assert db.session().scalar(select(func.count()).select_from(ReportBlock)) == 0


def test_words_stand_with_the_block_of_the_data(world: World, officers: Theme) -> None:
    write(world, Block("caveats", "caveats", words={"en": " Read  this. \n\n\n And this."}))
    found = block(world, "caveats")
    assert (found.kind, found.words) == ("caveats", {"en": "Read this.\n\nAnd this."})


def test_a_second_author_does_not_overwrite_the_first(world: World, officers: Theme) -> None:
    write(world, Block("caveats", "caveats", words={"en": "First."}))
    with pytest.raises(Conflict, match="report-changed-meanwhile"):
        write(world, Block("caveats", "caveats", words={"en": "Second."}))
    assert block(world, "caveats").words == {"en": "First."}


def test_moving_a_block_takes_no_words_from_who_writes_to_it(world: World, officers: Theme) -> None:
    before = chapter(world, "how-to-read").blocks
    report_blocks.arrange(consultation_id=world.consultation.id, chapter="how-to-read", blocks=before[::-1],
                          by_id=lead(world))
    write(world, Block("caveats", "caveats", words={"en": "Written meanwhile."}))
    assert [found.key for found in chapter(world, "how-to-read").blocks] == [found.key for found in before[::-1]]
    assert block(world, "caveats").words == {"en": "Written meanwhile."}


def test_a_block_written_to_keeps_its_place(world: World, officers: Theme) -> None:
    order = [found.key for found in chapter(world, "how-to-read").blocks]
    for key in reversed(order):
        write(world, Block(key, key, words={"en": "Words."}))
    assert [found.key for found in chapter(world, "how-to-read").blocks] == order


def test_a_block_moves_to_another_chapter(world: World, officers: Theme) -> None:
    write(world, Block("caveats", "caveats", version="both"), chapter="at-a-glance")
    assert chapter(world, "at-a-glance").blocks[-1].key == "caveats"
    assert "caveats" not in [found.key for found in chapter(world, "how-to-read").blocks]


def test_the_same_thing_is_added_once(world: World, officers: Theme) -> None:
    key = add(world, "theme", officers.public_id)
    assert block(world, key).ref == officers.public_id
    with pytest.raises(Conflict, match="block-added-already"):
        add(world, "theme", officers.public_id)


def test_only_what_an_author_added_is_taken_out(world: World, officers: Theme) -> None:
    key = add(world, "text", "", "Mine.")
    report_blocks.remove_block(consultation_id=world.consultation.id, key=key, revision=1, by_id=lead(world))
    assert db.session().scalar(select(func.count()).select_from(ReportBlockText)) == 0
    write(world, Block("caveats", "caveats", words={"en": "Words."}))
    with pytest.raises(Refused, match="block-of-the-data"):
        report_blocks.remove_block(consultation_id=world.consultation.id, key="caveats", revision=1, by_id=lead(world))
    with pytest.raises(NotFound):
        report_blocks.remove_block(consultation_id=world.consultation.id, key=key, revision=1, by_id=lead(world))


def test_a_chapter_has_an_opening_easy_read_and_a_film(world: World, officers: Theme) -> None:
    report_blocks.write_chapter(
        consultation_id=world.consultation.id, revision=0, by_id=lead(world),
        chapter=Chapter("victims", (), {"en": "Opening."}, {"en": "Easy."}, "https://films.example/1"))
    found = chapter(world, "victims")
    assert (found.words, found.easy, found.film) == ({"en": "Opening."}, {"en": "Easy."}, "https://films.example/1")


def test_a_translation_of_changed_english_is_not_printed_and_not_lost(world: World, officers: Theme) -> None:
    key = add(world, "text", "", "Some words.")
    translate(world, key, "کچھ الفاظ۔")
    assert block(world, key).words == {"en": "Some words.", "ur": "کچھ الفاظ۔"}
    write(world, Block(key, "text", words={"en": "Other words."}), revision=1, chapter="data")
    kept = stored.stored(db.session(), world.consultation.id, key)
    assert block(world, key).words == {"en": "Other words."}
    assert kept.words("ur") == "کچھ الفاظ۔" and kept.texts["ur", "plain"].is_stale


def test_a_translation_stays_where_only_the_settings_changed(world: World, officers: Theme) -> None:
    key = add(world, "text", "", "Some words.")
    translate(world, key, "کچھ الفاظ۔")
    write(world, Block(key, "text", words={"en": "Some words."}, version="both"), revision=1, chapter="data")
    assert block(world, key).words["ur"] == "کچھ الفاظ۔"


def test_a_machine_draft_is_marked_until_a_person_checks_it(world: World, officers: Theme) -> None:
    key = add(world, "text", "", "Some words.")
    translate(world, key, "کچھ الفاظ۔", is_machine_draft=True)
    assert block(world, key).drafts == ("ur",)
    check(world, key, "کچھ الفاظ۔", "translator")
    assert block(world, key).drafts == ()


def test_nobody_checks_their_own_words(world: World, officers: Theme) -> None:
    key = add(world, "text", "", "Some words.")
    translate(world, key, "کچھ الفاظ۔")
    with pytest.raises(Conflict, match="own-words"):
        check(world, key, "کچھ الفاظ۔", "translator")
    with pytest.raises(Conflict, match="report-changed-meanwhile"):
        check(world, key, "دوسرے", "lead")
    check(world, key, "کچھ الفاظ۔", "lead")


def test_a_second_translator_does_not_overwrite_the_first(world: World, officers: Theme) -> None:
    key = add(world, "text", "", "Some words.")
    translate(world, key, "کچھ الفاظ۔")
    with pytest.raises(Conflict, match="report-changed-meanwhile"):
        translate(world, key, "دوسرے")


def test_words_without_english_have_no_other_language(world: World, officers: Theme) -> None:
    write(world, Block("caveats", "caveats", words={"en": "Words."}))
    translate(world, "caveats", "الفاظ۔")
    write(world, Block("caveats", "caveats"), revision=1)
    assert block(world, "caveats").words == {}


@pytest.mark.parametrize("role", ["coder", "reader", "equality-lead", "administrator"])
def test_only_authors_write(world: World, officers: Theme, role: str) -> None:
    with pytest.raises(NotAllowed):
        report_blocks.add_block(consultation_id=world.consultation.id, chapter="data", kind="text", ref="", order=(),
                                words="No.", by_id=world.staff[role].id)
    key = add(world, "text", "", "Some words.")
    with pytest.raises(NotAllowed):
        report_texts.translate(consultation_id=world.consultation.id, key=key, language="ur", words="نہیں", before="",
                               by_id=world.staff[role].id)


def test_the_trail_holds_what_was_done_and_no_words(world: World, officers: Theme) -> None:
    add(world, "text", "", "Secret words.")
    event = db.session().scalar(select(AuditEvent).where(AuditEvent.action == "report-block-added"))
    assert event is not None and "Secret" not in str(event.facts) and event.facts["revision"] == 1


def test_an_edition_keeps_the_words_that_are_changed_later(world: World, officers: Theme) -> None:
    report_blocks.write_chapter(consultation_id=world.consultation.id, chapter=Chapter("data", words={"en": "Then."}),
                                revision=0, by_id=lead(world))
    edition = coded.publish(world)
    report_blocks.write_chapter(consultation_id=world.consultation.id, chapter=Chapter("data", words={"en": "Now."}),
                                revision=1, by_id=lead(world))
    assert '"Then."' in edition.snapshot
    assert stored.stored(db.session(), world.consultation.id, key_of_chapter("data")).words() == "Now."


def lead(world: World) -> int:
    return world.staff["lead"].id


def write(world: World, changed: Block, *, revision: int = 0, chapter: str = "how-to-read") -> None:
    order = [found.key for one in chapters(world) if one.key == chapter for found in one.blocks]
    report_blocks.write_block(consultation_id=world.consultation.id, chapter=chapter, block=changed, order=order,
                              revision=revision, by_id=lead(world))


def add(world: World, kind: str, ref: str, words: str = "") -> str:
    return report_blocks.add_block(consultation_id=world.consultation.id, chapter="data", kind=kind, ref=ref, order=(),
                                   words=words, by_id=lead(world))


def translate(world: World, key: str, words: str, *, is_machine_draft: bool = False) -> None:
    report_texts.translate(consultation_id=world.consultation.id, key=key, language="ur", words=words, before="",
                           by_id=world.staff["translator"].id, is_machine_draft=is_machine_draft)


def check(world: World, key: str, before: str, role: str) -> None:
    report_texts.check(consultation_id=world.consultation.id, key=key, language="ur", before=before,
                       by_id=world.staff[role].id)


def chapters(world: World) -> tuple[Chapter, ...]:
    return reports.build_draft(db.session(), world.consultation).chapters


def chapter(world: World, key: str) -> Chapter:
    return next(found for found in chapters(world) if found.key == key)


def block(world: World, key: str) -> Block:
    return next(found for one in chapters(world) for found in one.blocks if found.key == key)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return theme
