"""The kit for groups: every sheet is there, in its language, and asks for no name."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

from docx import Document

from consult.exports import host_kit
from consult.exports.forms_blocks import Heading, Lines, Points, Question, Ticks
from consult.exports.host_kit import Kit

MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
ASKED = ({"en": "What would make you feel safer?", "ur": "محفوظ"}, {"en": "What is missing?"})
KIT = Kit({"en": "Safer streets", "ur": "محفوظ سڑکیں"}, "2026-12-01", "plan@example.org", ASKED)
Say = Callable[..., str]


def test_a_kit_has_a_sheet_for_every_step(plain: Say) -> None:
    kinds = [sheet.kind for sheet in host_kit.sheets(KIT, "en", plain)]
    assert kinds == ["how-to", "ask", "help", "access", "agreed", "notes"]


def test_headings_run_in_order_from_one_title(plain: Say) -> None:
    levels = [block.level for sheet in host_kit.sheets(KIT, "en", plain) for block in sheet.blocks
              if isinstance(block, Heading)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_it_says_until_when_and_where_to(plain: Say) -> None:
    words = words_of(plain)
    assert "until 1 December 2026" in words and "plan@example.org" in words and "Call 999." in words
    nowhere = Kit(KIT.title, KIT.closes_on, "", ASKED)
    assert "Give your notes to the person who gave you this kit." in words_of(plain, nowhere)


def test_each_question_has_room_for_what_was_said_against_it_and_for_own_words(plain: Say) -> None:
    notes = host_kit.sheets(KIT, "en", plain)[-1]
    labels = [part.label[0][0] for block in notes.blocks if isinstance(block, Question) for part in block.blocks
              if isinstance(part, Lines)]
    assert labels == ["What people said", "Where people did not agree",
                      "In their words: one sentence that someone said"] * 3


def test_own_words_are_printed_only_where_someone_ticks_it(plain: Say) -> None:
    notes = host_kit.sheets(KIT, "en", plain)[-1]
    ticks = [tick.label[0][0] for block in notes.blocks if isinstance(block, Question) for part in block.blocks
             if isinstance(part, Ticks) for tick in part.ticks]
    assert ticks.count("The person said that we may print this sentence") == 3


def test_a_word_file_holds_all_of_it_in_its_direction(plain: Say) -> None:
    document = Document(io.BytesIO(host_kit.write(KIT, "ur", plain, made_at=MADE_AT, is_large=True)))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "محفوظ" in written and "What is missing?" in written
    assert 'w:bidi' in document.element.body.xml and len(document.sections) == 6
    assert document.core_properties.author == ""


def test_equal_kits_are_equal_files(plain: Say) -> None:
    first, second = (host_kit.write(KIT, "en", plain, made_at=MADE_AT) for _ in range(2))
    assert first == second


def test_an_evening_holds_six_questions_at_most(plain: Say) -> None:
    many = Kit(KIT.title, KIT.closes_on, "", tuple({"en": f"Question {n}"} for n in range(9)))
    ask = host_kit.sheets(many, "en", plain)[1]
    lines = next(block for block in ask.blocks if isinstance(block, Points)).lines
    assert [line[0][0] for line in lines] == [f"Question {n}" for n in range(6)]


def words_of(translate: Say, kit: Kit = KIT) -> str:
    document = Document(io.BytesIO(host_kit.write(kit, "en", translate, made_at=MADE_AT)))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
