"""Puts at least one row into every table of languages, formats, answers' English and requests, as plain rows."""

from datetime import date, timedelta

from consult.models.access_requests import AccessRequest
from consult.models.answer_words import AnswerWords, SignedAnswer, SignedWords
from consult.models.base import new_public_id, utc_now
from consult.models.codebooks import Coding, Passage
from consult.models.responses import Answer, Attachment
from consult.models.variants import CatalogueCheck, EarlierVariant, Variant, VariantComment, VariantFile
from consult.services.transaction import writing
from tests import coded
from tests.worlds import World

ENGLISH = "I want more police in my street. Thank you."
FILM = b"a film"


def fill(world: World) -> None:
    """Fill the tables; the small world itself has decided on Urdu and promised the formats."""
    theme_id = coded.theme(world).id
    with writing() as session:
        spoken = session.get_one(Answer, _urdu(world))
        _variants(world)
        session.add(AnswerWords(
            answer_id=spoken.id, found="ur", found_at=utc_now(), language="ur", state="checked", english=ENGLISH,
            written_by_id=world.staff["translator"].id, written_at=utc_now(),
            checked_by_id=world.staff["translation-checker"].id, checked_at=utc_now()))
        for start, end in ((0, 31), (33, 42)):
            passage = Passage(answer_id=spoken.id, response_id=spoken.response_id, start=start, end=end,
                              of_english=True)
            session.add(passage)
            session.flush()
            session.add(Coding(consultation_id=world.consultation.id, passage_id=passage.id, theme_id=theme_id,
                               stance="support", frame_version=1, confirmed_by_id=world.staff["coder"].id))
        _signed(world, spoken.question_id)
        session.add(AccessRequest(consultation_id=world.consultation.id, kind="format", about="braille",
                                  answer_due_on=date.today(), contact="someone@example.org"))


def _urdu(world: World) -> int:
    with writing() as session:
        return int(session.query(Answer.id).filter(
            Answer.response_id == world.responses[2].id, Answer.text.is_not(None)).limit(1).scalar())


def _variants(world: World) -> None:
    with writing() as session:
        row = Variant(
            consultation_id=world.consultation.id, unit_key="consultation/summary", form="bsl", language="bfi",
            source="Tell us.", words="A transcript", state="approved", written_by_id=world.staff["translator"].id,
            checked_by_id=world.staff["translation-checker"].id, checked_at=utc_now(),
            approved_by_id=world.staff["lead"].id, approved_at=utc_now())
        session.add(row)
        session.flush()
        session.add_all([
            EarlierVariant(variant_id=row.id, source="Tell", words="Before", origin="person", state="draft",
                           written_at=utc_now()),
            VariantComment(variant_id=row.id, text="Is this right?", is_doubt=True, by_id=world.staff["lead"].id),
            VariantFile(variant_id=row.id, kind="video", name="a.webm", media_type="video/webm", size=len(FILM),
                        digest="0" * 64, stored_as="variant-file"),
            CatalogueCheck(language="ur", digest="1" * 64, checker="A Reader", by_id=world.staff["lead"].id)])


def _signed(world: World, question_id: int) -> None:
    """A film beside the typed text of the first response, put into English and checked."""
    with writing() as session:
        response_id = world.responses[0].id
        clip = Attachment(response_id=response_id, question_key="violence-words@sub-streets", name="a.webm", seconds=9,
                          media_type="video/webm", size=len(FILM), digest="2" * 64, stored_as="film", state="deleted")
        english = Answer(response_id=response_id, question_id=question_id, text="Signed words", language="bfi",
                         public_id=new_public_id())
        session.add_all([clip, english])
        session.flush()
        film = SignedAnswer(
            response_id=response_id, attachment_id=clip.id, question_key="violence-words", state="checked",
            written_by_id=world.staff["translator"].id, checked_by_id=world.staff["translation-checker"].id,
            delete_on=date.today() + timedelta(days=30), deleted_at=utc_now(), deletion_proof="A line of proof")
        session.add(film)
        session.flush()
        session.add(SignedWords(signed_answer_id=film.id, question_id=question_id, english="Signed words",
                                answer_id=english.id))
