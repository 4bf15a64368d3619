"""What is coded once in a campaign's text stands with everyone who sent it, and stays in step."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.extensions import db
from consult.models.campaigns import Campaign
from consult.models.codebooks import Coding, CodingKind, CodingNode, Passage, Reading, Theme
from consult.models.responses import Answer, Response
from consult.queries import campaign_effects, theme_counts
from consult.services import answers, codebooks, coding_steps, codings, taking_back
from consult.services.codings import Code
from tests import coded
from tests.campaign_worlds import COPIES, LETTER, STORY, Sent, send
from tests.worlds import World

OPENING = "Keep our neighbourhood police office open."
CLOSING = "Closing it saves little and costs a great deal of trust."


def test_a_coding_of_the_letter_is_copied_to_every_sender_with_all_that_stands_beside_it(sent: Sent) -> None:
    code(sent, "Offices", node="aim-trust", kinds=("concern",))
    copies = standing(sent, "Offices", copies=True)
    assert len(copies) == 4
    assert {copy.campaign_id for copy in copies} == {sent.campaign.id}
    ids = [copy.id for copy in copies]
    assert db.session().query(CodingNode).filter(CodingNode.coding_id.in_(ids)).count() == 4
    assert db.session().query(CodingKind).filter(CodingKind.coding_id.in_(ids)).count() == 4
    assert spoken(sent, "Offices") == 5


def test_a_copy_stands_on_the_words_that_the_sender_shares(sent: Sent) -> None:
    code(sent, "Offices")
    assert words_of(sent, "Offices", 3) == [LETTER]
    assert [len(words) for words in (words_of(sent, "Offices", 0), words_of(sent, "Offices", 2))] == [1, 1]


def test_a_passage_is_copied_to_where_its_words_stand_and_not_to_who_dropped_them(sent: Sent) -> None:
    code(sent, "Saving", CLOSING)
    assert words_of(sent, "Saving", 3) == [CLOSING]
    assert words_of(sent, "Saving", 4) == []
    assert spoken(sent, "Saving") == 4


def test_taking_the_coding_back_takes_its_copies_back_and_no_others(sent: Sent) -> None:
    code(sent, "Offices", OPENING)
    code(sent, "Offices", CLOSING)
    made = code(sent, "Trust", CLOSING)
    answers.take_back(consultation_id=sent.world.consultation.id, coding_id=made.public_id, by_id=coder(sent))
    assert (spoken(sent, "Trust"), spoken(sent, "Offices")) == (0, 5)
    assert len(standing(sent, "Offices")) == 9


def test_undoing_a_step_undoes_its_copies_and_undoing_that_brings_them_back(sent: Sent) -> None:
    answers.code(consultation_id=sent.world.consultation.id, answer_id=letter(sent).public_id, span=None,
                 codes=[Code(theme(sent, "Offices").public_id, "support")], is_done=True, by_id=coder(sent))
    assert (spoken(sent, "Offices"), read(sent)) == (5, 3)
    coding_steps.undo(consultation_id=sent.world.consultation.id, by_id=coder(sent))
    assert (spoken(sent, "Offices"), read(sent)) == (0, 0)


def test_a_coding_that_is_restored_has_its_copies_again(sent: Sent) -> None:
    made = code(sent, "Offices")
    answers.take_back(consultation_id=sent.world.consultation.id, coding_id=made.public_id, by_id=coder(sent))
    coding_steps.undo(consultation_id=sent.world.consultation.id, by_id=coder(sent))
    assert spoken(sent, "Offices") == 5


def test_whoever_sent_it_word_for_word_is_read_with_it_and_the_others_are_not(sent: Sent) -> None:
    mark_read(sent)
    rows = db.session().query(Reading).filter(Reading.campaign_id.is_not(None)).all()
    assert {row.answer_id for row in rows} | {letter(sent).id} == {sent.letters[at].id for at in (0, 1, 2)}


def test_a_letter_that_is_to_be_read_again_is_so_for_all(sent: Sent) -> None:
    made = code(sent, "Offices")
    mark_read(sent)
    codings.withdraw(consultation_id=sent.world.consultation.id, coding_id=made.public_id, by_id=coder(sent))
    assert read(sent) == 0
    mark_read(sent)
    assert read(sent) == 3


def test_own_words_are_coded_apart_from_the_letter(sent: Sent) -> None:
    code(sent, "Offices")
    at = sent.letters[3].text.index(STORY)
    coded.code(sent.world, sent.letters[3], theme(sent, "Family"), span=(at, at + len(STORY)))
    [effect] = [one for one in effects(sent) if one.name == "Family"]
    assert (effect.people, effect.without, effect.of_campaign) == (1, 1, 0)


def test_tables_stand_with_and_without_campaigns(sent: Sent) -> None:
    code(sent, "Offices")
    coded.code(sent.world, ordinary(sent), theme(sent, "Offices"))
    [effect] = effects(sent)
    assert (effect.people, effect.without, effect.of_campaign) == (6, 1, 5)
    [row] = campaign_effects.rows(db.session(), sent.world.consultation.id)
    assert (row.name, row.organiser, row.position, row.senders, row.personal) == (
        "Save the office", "Friends of the Office", "oppose", 5, 1)


def test_what_was_coded_before_the_decision_is_copied_when_it_is_confirmed(proposed: Sent) -> None:
    code(proposed, "Offices")
    mark_read(proposed)
    assert (spoken(proposed, "Offices"), read(proposed)) == (1, 1)
    proposed.confirm()
    assert (spoken(proposed, "Offices"), read(proposed)) == (5, 3)


def test_a_member_with_the_same_theme_already_keeps_it_once(proposed: Sent) -> None:
    coded.code(proposed.world, proposed.letters[1], theme(proposed, "Offices"))
    proposed.confirm()
    code(proposed, "Offices")
    assert len([one for one in standing(proposed, "Offices") if answer_of(one) == proposed.letters[1].id]) == 1
    assert spoken(proposed, "Offices") == 5


def test_a_newcomer_gets_the_copies_and_whoever_is_taken_out_loses_them(sent: Sent, app: Flask) -> None:
    code(sent, "Offices")
    mark_read(sent)
    sent.add(LETTER)
    sent.look(app)
    sent.put_in(5)
    assert (spoken(sent, "Offices"), read(sent)) == (6, 4)
    sent.take_out(5)
    assert (spoken(sent, "Offices"), read(sent)) == (5, 3)
    sent.put_in(5)
    assert (spoken(sent, "Offices"), read(sent)) == (6, 4)


def test_taking_out_whose_text_stands_for_all_hands_the_coding_on(sent: Sent) -> None:
    code(sent, "Offices")
    mark_read(sent)
    first = letter(sent)
    sent.take_out(next(at for at, one in enumerate(sent.letters) if one.id == first.id))
    assert letter(sent).id != first.id
    assert spoken(sent, "Offices") == 5
    again = code(sent, "Trust")
    assert (answer_of(again), spoken(sent, "Trust")) == (letter(sent).id, 4)


def test_when_the_sender_whose_text_is_coded_takes_it_back_the_work_is_kept(sent: Sent) -> None:
    code(sent, "Offices")
    mark_read(sent)
    gone = next(one for one in sent.letters if one.id == letter(sent).id)
    taking_back.withdraw(public_id=db.session().get_one(Response, gone.response_id).public_id)
    assert letter(sent).id != gone.id
    assert (spoken(sent, "Offices"), read(sent)) == (4, 2)
    [mine] = [coding for coding in standing(sent, "Offices") if answer_of(coding) == letter(sent).id]
    assert mine.campaign_id is None


def test_when_every_sender_takes_it_back_the_campaign_stands_empty(sent: Sent) -> None:
    code(sent, "Offices")
    for one in sent.letters:
        taking_back.withdraw(public_id=db.session().get_one(Response, one.response_id).public_id)
    assert (sent.campaign.answer_id, sent.members(), spoken(sent, "Offices")) == (None, {}, 0)


def test_merging_a_theme_takes_the_copies_along(sent: Sent) -> None:
    code(sent, "Offices")
    into = theme(sent, "Buildings")
    codebooks.merge(consultation_id=sent.world.consultation.id, public_id=theme(sent, "Offices").public_id,
                    into_public_id=into.public_id, by_id=coder(sent))
    assert (spoken(sent, "Offices"), spoken(sent, "Buildings")) == (0, 5)
    assert len(standing(sent, "Buildings", copies=True)) == 4


def test_splitting_a_theme_takes_the_copies_along(sent: Sent) -> None:
    made = code(sent, "Offices", OPENING)
    code(sent, "Offices", CLOSING)
    codebooks.split(consultation_id=sent.world.consultation.id, public_id=theme(sent, "Offices").public_id,
                    coding_ids=[made.public_id], name="Open doors", by_id=coder(sent))
    assert (spoken(sent, "Open doors"), spoken(sent, "Offices")) == (5, 4)


def test_retiring_a_theme_and_bringing_it_back_brings_the_copies_back(sent: Sent) -> None:
    code(sent, "Offices")
    retired = theme(sent, "Offices").public_id
    codebooks.retire(consultation_id=sent.world.consultation.id, public_id=retired, by_id=coder(sent))
    assert spoken(sent, "Offices") == 0
    codebooks.bring_back(consultation_id=sent.world.consultation.id, public_id=retired, by_id=coder(sent))
    assert spoken(sent, "Offices") == 5


def test_dissolving_the_campaign_takes_every_copy_back_and_leaves_the_coding(sent: Sent) -> None:
    code(sent, "Offices")
    mark_read(sent)
    sent.refuse("Two groups wrote it.")
    assert (spoken(sent, "Offices"), read(sent)) == (1, 1)
    assert len(standing(sent, "Offices", copies=True)) == 0


def test_a_copy_that_a_person_took_back_is_not_made_again(sent: Sent) -> None:
    code(sent, "Offices")
    copy = next(one for one in standing(sent, "Offices", copies=True) if answer_of(one) == sent.letters[4].id)
    codings.withdraw(consultation_id=sent.world.consultation.id, coding_id=copy.public_id, by_id=coder(sent))
    mark_read(sent)
    assert spoken(sent, "Offices") == 4


def test_no_coding_stands_twice_whatever_is_done_in_turn(sent: Sent, app: Flask) -> None:
    for _round in range(3):
        made = code(sent, "Offices")
        sent.look(app)
        sent.take_out(3)
        sent.put_in(3)
        codings.withdraw(consultation_id=sent.world.consultation.id, coding_id=made.public_id, by_id=coder(sent))
        assert spoken(sent, "Offices") == 0
    code(sent, "Offices")
    assert len(standing(sent, "Offices")) == 5


def theme(sent: Sent, name: str) -> Theme:
    """Return a theme, made where it is not there."""
    found = db.session().scalar(select(Theme).where(Theme.name == name))
    return found if found is not None else coded.theme(sent.world, name)


def letter(sent: Sent) -> Answer:
    """Return the answer whose text stands for all."""
    db.session().expire_all()
    return db.session().get_one(Answer, sent.campaign.answer_id)


def ordinary(sent: Sent) -> Answer:
    """Return an answer of no campaign."""
    return db.session().scalars(select(Answer).where(
        Answer.text.is_not(None), Answer.id.not_in([one.id for one in sent.letters])).order_by(Answer.id)).first()


def code(sent: Sent, name: str, words: str | None = None, *, node: str | None = None, kinds: tuple[str, ...] = ()
         ) -> Coding:
    """Let the coder give a theme to the letter, or to some words of it however they are written in it."""
    answer = letter(sent)
    at = (answer.text or "").lower().replace("\n\n", " ").index((words or LETTER).lower()) if words else 0
    at += (answer.text or "")[:at + 2].count("\n\n")
    span = (at, at + len(words)) if words else None
    return codings.confirm(
        consultation_id=sent.world.consultation.id, answer_id=answer.public_id or "", span=span,
        code=Code(theme(sent, name).public_id, "support", (node,) if node else (), kinds), by_id=coder(sent))


def coder(sent: Sent) -> int:
    return sent.world.staff["coder"].id


def mark_read(sent: Sent) -> None:
    codings.mark_read(consultation_id=sent.world.consultation.id, answer_id=letter(sent).public_id or "",
                      by_id=coder(sent))


def read(sent: Sent) -> int:
    """Return how many of the letters are read."""
    ids = [one.id for one in sent.letters]
    return db.session().scalar(select(func.count(Reading.id)).where(Reading.answer_id.in_(ids)))


def standing(sent: Sent, name: str, *, copies: bool = False) -> list[Coding]:
    """Return the codings with a theme that stand, or only the copies."""
    db.session().expire_all()
    return list(db.session().scalars(
        select(Coding).join(Theme, Theme.id == Coding.theme_id).where(Theme.name == name, Coding.withdrawn_at.is_(None),
               *((Coding.campaign_id.is_not(None),) if copies else ()))))


def answer_of(coding: Coding) -> int:
    return db.session().get_one(Passage, coding.passage_id).answer_id


def words_of(sent: Sent, name: str, at: int) -> list[str]:
    """Return the words that have a theme in the letter of one sender."""
    passages = [db.session().get_one(Passage, coding.passage_id) for coding in standing(sent, name)]
    return [COPIES[at][one.start:one.end] for one in passages if one.answer_id == sent.letters[at].id]


def spoken(sent: Sent, name: str) -> int:
    """Return how many respondents spoke of a theme, as every table counts them."""
    db.session().expire_all()
    found = theme_counts.by_theme(db.session(), sent.world.consultation.id).get(theme(sent, name).id)
    return found.respondents if found is not None else 0


def effects(sent: Sent) -> list[campaign_effects.Effect]:
    return campaign_effects.by_theme(db.session(), sent.world.consultation.id)


@pytest.fixture
def proposed(world: World, app: Flask) -> Sent:
    """The letter among ordinary answers, found and proposed."""
    made = send(world)
    made.look(app)
    assert db.session().query(Campaign).count() == 1
    return made


@pytest.fixture
def sent(proposed: Sent) -> Sent:
    """The letter as a confirmed campaign of five."""
    proposed.confirm()
    return proposed
