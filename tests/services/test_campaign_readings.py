"""Whoever sent a campaign's text is read with it, whatever is taken back, undone, left out or accepted together."""

from sqlalchemy import select

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.care import Worry
from consult.models.codebooks import Reading
from consult.models.coding_settings import QuestionCoding
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import campaign_effects, reading_order, shares, theme_counts, theming
from consult.queries import readings as readings_of
from consult.services import accepting, answers, codebooks, coding_steps, codings, responses
from consult.services.codings import Code
from consult.services.transaction import writing
from tests import machine_worlds
from tests.campaign_worlds import Sent
from tests.services.test_campaign_copies import (
    answer_of,
    code,
    coder,
    letter,
    mark_read,
    ordinary,
    proposed,
    read,
    sent,
    spoken,
    standing,
    theme,
)

__all__ = ["proposed", "sent"]


def test_undoing_that_a_coding_was_taken_back_reads_the_copies_again(sent: Sent) -> None:
    made = code(sent, "Offices")
    mark_read(sent)
    answers.take_back(consultation_id=here(sent), coding_id=made.public_id, by_id=coder(sent))
    assert read(sent) == 0
    coding_steps.undo(consultation_id=here(sent), by_id=coder(sent))
    assert (spoken(sent, "Offices"), read(sent)) == (5, 3)


def test_undoing_a_second_look_keeps_the_copies_read(sent: Sent) -> None:
    code(sent, "Offices")
    mark_read(sent)
    codebooks.merge(consultation_id=here(sent), public_id=theme(sent, "Offices").public_id,
                    into_public_id=theme(sent, "Buildings").public_id, by_id=coder(sent))
    answers.read(consultation_id=here(sent), answer_id=letter(sent).public_id or "", by_id=coder(sent))
    coding_steps.undo(consultation_id=here(sent), by_id=coder(sent))
    assert read(sent) == 3
    assert readings(sent)[letter(sent).id].recheck_reason == "merged"


def test_taking_one_copy_back_leaves_its_sender_read(sent: Sent) -> None:
    code(sent, "Offices")
    mark_read(sent)
    copy = next(one for one in standing(sent, "Offices", copies=True) if answer_of(one) in readings(sent))
    answers.take_back(consultation_id=here(sent), coding_id=copy.public_id, by_id=coder(sent))
    assert read(sent) == 3
    assert spoken(sent, "Offices") == 4


def test_a_sender_who_changed_the_text_comes_up_again_when_a_copy_is_taken_back(sent: Sent) -> None:
    code(sent, "Offices")
    changed = db.session().get_one(Answer, sent.letters[3].id)
    codings.mark_read(consultation_id=here(sent), answer_id=changed.public_id or "", by_id=coder(sent))
    copy = next(one for one in standing(sent, "Offices", copies=True) if answer_of(one) == changed.id)
    answers.take_back(consultation_id=here(sent), coding_id=copy.public_id, by_id=coder(sent))
    assert changed.id not in readings(sent)


def test_when_the_text_that_is_read_is_left_out_of_the_count_another_stands_for_it(sent: Sent) -> None:
    code(sent, "Offices")
    first = letter(sent)
    leave_out(sent, first.response_id)
    assert letter(sent).id != first.id
    offered = db.session().scalars(select(Answer.id).where(Answer.id == letter(sent).id, ~reading_order.is_copy()))
    assert offered.all() == [letter(sent).id]
    mark_read(sent)
    assert read(sent) == 3 and spoken(sent, "Offices") == 4


def test_when_every_sender_is_left_out_the_first_who_is_counted_again_stands_for_all(sent: Sent) -> None:
    for one in sent.letters:
        leave_out(sent, one.response_id)
    back = next(one for one in sent.letters if one.id != letter(sent).id)
    public_id = db.session().get_one(Response, back.response_id).public_id
    responses.restore(consultation_id=here(sent), public_id=public_id, by_id=lead(sent))
    assert letter(sent).id == back.id


def test_the_text_of_a_campaign_is_read_though_it_is_not_in_the_sample(sent: Sent) -> None:
    key = sample_without(sent, letter(sent).id)
    met: list[str] = []
    while (found := reading_order.next_answer(db.session(), here(sent), key, person_id=coder(sent))) is not None:
        met.append(found)
        codings.mark_read(consultation_id=here(sent), answer_id=found, by_id=coder(sent))
    assert letter(sent).public_id in met and len(met) == len(set(met))
    [question] = shares.by_question(db.session(), here(sent), key)
    assert question.is_finished


def test_what_was_accepted_together_gives_way_to_a_copy(proposed: Sent) -> None:
    machine_worlds.settings(proposed.world, control_share=0)
    offices = theme(proposed, "Offices")
    machine_worlds.rank(proposed.world, {one.id: [(offices, 0.95)] for one in proposed.letters})
    accepting.accept(consultation_id=here(proposed), theme="", cut=0.8, by_id=lead(proposed))
    proposed.confirm()
    mark_read(proposed)
    assert (read(proposed), spoken(proposed, "Offices")) == (3, 5)


def test_a_machine_learns_the_text_of_a_campaign_once(sent: Sent) -> None:
    code(sent, "Offices")
    mark_read(sent)
    taught = set(theming.coded_answers(db.session(), here(sent)))
    assert taught & {one.id for one in sent.letters[:3]} == {letter(sent).id}
    assert {one.id for one in sent.letters[3:]} <= taught


def test_the_report_and_the_page_count_the_same_people_without_campaigns(sent: Sent) -> None:
    code(sent, "Offices")
    one = ordinary(sent)
    codings.confirm(consultation_id=here(sent), answer_id=one.public_id or "", span=None, by_id=coder(sent),
                    code=Code(theme(sent, "Offices").public_id, "oppose"))
    [shown] = campaign_effects.by_theme(db.session(), here(sent))
    [printed] = theme_counts.by_theme(db.session(), here(sent), with_campaigns=False).values()
    assert (shown.people, shown.without) == (6, 1)
    assert printed.respondents == readings_of.respondents_read(db.session(), here(sent), with_campaigns=False) == 1


def test_a_text_that_is_kept_back_is_not_listed(sent: Sent) -> None:
    assert campaign_effects.rows(db.session(), here(sent))[0].text == letter(sent).text
    with writing() as session:
        session.add(Worry(consultation_id=here(sent), answer_id=letter(sent).id, kind="harm", source="rule",
                          due_at=utc_now()))
    assert campaign_effects.rows(db.session(), here(sent))[0].text == ""


def here(sent: Sent) -> int:
    return sent.world.consultation.id


def lead(sent: Sent) -> int:
    return sent.world.staff["lead"].id


def readings(sent: Sent) -> dict[int, Reading]:
    """Return the readings by answer (row id)."""
    rows = db.session().scalars(select(Reading).execution_options(populate_existing=True))
    return {row.answer_id: row for row in rows}


def leave_out(sent: Sent, response_id: int) -> None:
    public_id = db.session().get_one(Response, response_id).public_id
    responses.exclude(consultation_id=here(sent), public_id=public_id, reason="duplicate", by_id=lead(sent))


def sample_without(sent: Sent, answer_id: int) -> str:
    """Draw a sample of all answers but one (row id); return the key of the question."""
    with writing() as session:
        key = session.scalars(select(Question.key).join(Answer, Answer.question_id == Question.id)
                              .where(Answer.id == answer_id)).one()
        for answer in session.scalars(select(Answer).where(Answer.text.is_not(None))):
            answer.shuffle = 900 if answer.id == answer_id else 100
        session.add(QuestionCoding(consultation_id=here(sent), question_key=key, sample_below=500, sample_wanted=5,
                                   chosen_by_id=lead(sent)))
        return key
