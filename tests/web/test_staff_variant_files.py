"""Films and recordings in the browser: taken in by staff, played to people, gone when the English changes."""

import io
from typing import Any

import pytest

from consult.extensions import db
from consult.models.variants import VariantFile
from consult.services import consultations
from consult.web.staff import variant_files as handlers
from tests import played
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

MEDIA = "/staff/consultations/small-plan/media"
SUMMARY, KNIFE = f"{MEDIA}/bsl/bfi/consultation/summary", f"{MEDIA}/bsl/bfi/question/support-knife-crime"
FRONT = "/en/consultations/small-plan"


def test_a_film_goes_from_its_translator_to_everyone(client: LintingClient, world: World) -> None:
    as_role(client, "translator")
    assert "up to 100 MB" in client.get(SUMMARY).text
    assert client.send(SUMMARY, upload(), content_type="multipart/form-data").status_code == 303
    page = client.get(SUMMARY).text
    assert "Draft" in page and "Put here by A translator" in page and "<video" in page and "I have checked" not in page
    assert "<video" not in client.get(FRONT).text
    for role, step in (("translation-checker", "check"), ("lead", "approve")):
        as_role(client, role)
        client.get(SUMMARY)
        assert client.send(step_of(world, step), revision(world)).status_code == 303
    page = client.get(FRONT)
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    assert '<track kind="captions" srclang="en"' in page.text and "All that is signed." in page.text
    assert 'preload="none"' in page.text and "playsinline" in page.text and "autoplay" not in page.text
    assert "Approved by A lead" in client.get(SUMMARY).text


def test_a_page_without_a_player_may_load_no_media(client: LintingClient, world: World) -> None:
    assert "media-src" not in client.get(FRONT).headers["Content-Security-Policy"]


def test_when_the_english_changes_the_player_goes_and_staff_see_the_difference(
    client: LintingClient, world: World
) -> None:
    played.published(world)
    assert "<video" in client.get(FRONT).text
    consultations.change(consultation_id=world.consultation.id, by_id=world.staff["survey-editor"].id,
                         facts={"summary": {"en": "Tell us everything.", "ur": "ہمیں سب بتائیں۔"}})
    assert "<video" not in client.get(FRONT).text
    as_role(client, "translator")
    page = client.get(SUMMARY).text
    assert "English changed" in page and "<del>us. </del><ins>us everything.</ins>" in page
    assert "English changed" in client.get(MEDIA).text
    answer = client.send(SUMMARY, {"words": "Words", **revision(world)}, content_type="multipart/form-data")
    assert answer.status_code == 422 and "tick the box if this one still fits" in answer.text


def test_a_question_page_plays_its_film_also_where_it_is_kept(client: LintingClient, world: World) -> None:
    page = begun(client)
    assert "<video" not in client.get(page).text and "<video" not in client.get(page).text
    row = played.published(world, "question/support-knife-crime")
    for _time in (1, 2):
        answer = client.get(page)
        assert row.public_id in answer.text and "media-src 'self'" in answer.headers["Content-Security-Policy"]
    played.keep(world, "question/support-knife-crime", files={}, revision=row.revision)
    answer = client.get(page)
    assert "<video" not in answer.text and "media-src" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("part", "path"), [
    ("consultation/privacy_notice", f"{FRONT}/privacy"), ("duty/1", FRONT),
    ("plan/aim-knife", f"{FRONT}/plan/obj-violence"),
    ("consultation/under_13", f"{FRONT}/respond/under-13"),
    ("consultation/before_free_text", f"{FRONT}/respond/before-you-start"),
])
def test_every_page_of_words_has_its_players(client: LintingClient, world: World, part: str, path: str) -> None:
    row = played.published(world, part)
    assert client.get(path).text.count(f'id="player-{row.public_id}"') == 1


def test_a_recording_is_heard_where_its_language_is_read(client: LintingClient, world: World) -> None:
    english, urdu = played.spoken(world), played.spoken(world, language="ur")
    page = client.get(FRONT).text
    assert english.public_id in page and urdu.public_id not in page and "<audio" in page and "Read aloud" in page
    page = client.get(FRONT.replace("/en/", "/ur/")).text
    assert urdu.public_id in page and english.public_id not in page and 'lang="ur" dir="rtl">All that' in page


def test_a_file_is_handed_out_in_pieces(client: LintingClient, world: World) -> None:
    played.published(world)
    whole = client.get(address("video"), buffered=True)
    assert whole.status_code == 200 and whole.data == played.FILM and whole.mimetype == "video/webm"
    assert whole.headers["Accept-Ranges"] == "bytes" and "max-age=604800" in whole.headers["Cache-Control"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    piece = client.get(address("video"), headers={"Range": "bytes=2-5"}, buffered=True)
    assert piece.status_code == 206 and piece.data == played.FILM[2:6]
    assert piece.headers["Content-Range"] == f"bytes 2-5/{len(played.FILM)}" and piece.headers["Content-Length"] == "4"
    last = client.get(address("video"), headers={"Range": "bytes=-3"}, buffered=True)
    assert last.status_code == 206 and last.data == played.FILM[-3:]


@pytest.mark.parametrize("wanted", ["bytes=9999-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2"])
def test_a_piece_that_is_none_is_answered_with_the_size(client: LintingClient, world: World, wanted: str) -> None:
    played.published(world)
    answer = client.get(address("video"), headers={"Range": wanted}, buffered=True)
    assert answer.status_code in (200, 416)
    if answer.status_code == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(played.FILM)}" and not answer.data


def test_one_who_has_it_already_gets_nothing_twice(client: LintingClient, world: World) -> None:
    played.published(world)
    tag = client.get(address("captions"), buffered=True).headers["ETag"]
    assert client.get(address("captions"), headers={"If-None-Match": tag}, buffered=True).status_code == 304
    assert client.get(address("captions"), buffered=True).mimetype == "text/vtt"
    saved = client.get(address("video") + "?save=1", buffered=True)
    assert saved.headers["Content-Disposition"].startswith("attachment") and saved.data == played.FILM


def test_nobody_outside_gets_what_is_not_approved_or_not_shown(client: LintingClient, world: World) -> None:
    played.keep(world)
    assert client.get(address("video")).status_code == 404
    assert client.get(f"{MEDIA}/files/{only('video').public_id}").status_code == 302
    as_role(client, "translation-checker")
    answer = client.get(f"{MEDIA}/files/{only('video').public_id}", headers={"Range": "bytes=0-0"}, buffered=True)
    assert answer.status_code == 206 and answer.headers["Cache-Control"] == "no-store"
    assert client.get("/media/nothing-here").status_code == 404


def test_a_consultation_that_is_not_shown_hands_out_nothing(client: LintingClient, world: World) -> None:
    played.published(world)
    found = db.session.merge(world.consultation)
    found.is_visible = False
    db.session.commit()
    assert client.get(address("video")).status_code == 404


@pytest.mark.parametrize(("changes", "field", "said"), [
    ({"captions": (b"WEBVTT\n\n00:02.000 --> 00:01.000\nx", "a.vtt")}, "captions", "Look at line 3."),
    ({"video": (b"<html></html>", "a.webm")}, "video", "We cannot take this kind of file"),
    ({"poster": (b"GIF89a", "a.gif")}, "poster", "must be JPEG or PNG"),
    ({"words": ""}, "words", "Enter some words here"), ({"video": None}, "video", "Choose a file"),
])
def test_what_is_wrong_is_said_at_its_field_and_the_words_stay(
    client: LintingClient, world: World, changes: dict[str, Any], field: str, said: str
) -> None:
    as_role(client, "translator")
    client.get(SUMMARY)
    answer = client.send(SUMMARY, upload(**changes), content_type="multipart/form-data")
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and said in answer.text
    assert field == "words" or "All that is signed." in answer.text


def test_two_gigabytes_are_refused_before_they_are_read(client: LintingClient, world: World) -> None:
    as_role(client, "translator")
    client.get(SUMMARY)
    answer = client.post(SUMMARY, input_stream=TwoGigabytes(), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413 and "It can have up to 100 MB" in answer.text


def test_the_room_of_an_upload_fits_each_file_at_its_limit(app: Any) -> None:
    with app.test_request_context(SUMMARY, method="POST"):
        assert handlers.room() > 103_000_000


def test_nobody_checks_their_own_and_a_test_clip_has_no_button(client: LintingClient, world: World) -> None:
    row = played.keep(world, by="translation-checker", is_test=True)
    as_role(client, "translation-checker")
    page = client.get(SUMMARY).text
    assert "This is a test clip, not signing." in page and "nobody checks their own" in page
    answer = client.send(step_of(world, "check"), {"revision": str(row.revision)})
    assert answer.status_code == 409 and "Someone else must check words that you wrote" in answer.text
    as_role(client, "survey-editor")
    client.get(SUMMARY)
    assert client.send(step_of(world, "check"), {"revision": str(row.revision)}).status_code == 303
    assert "Approve it" not in client.get(SUMMARY).text
    answer = client.send(step_of(world, "approve"), revision(world))
    assert answer.status_code == 409 and "Put the real film or recording in its place" in answer.text


def test_the_list_shows_every_part_and_leads_to_each_language(client: LintingClient, world: World) -> None:
    as_role(client, "lead")
    page = client.get(MEDIA).text
    assert "question/support-knife-crime" in page and "0 of" in page
    page = client.get(f"{MEDIA}?form=audio&language=ur").text
    assert "audio/ur/consultation/summary" in page
    assert client.get(f"{MEDIA}?form=audio&language=fr").status_code == 404
    for nowhere in ("bsl/en/consultation/summary", "bsl/bfi/question/none", "easy-read/en/consultation/summary"):
        assert client.get(f"{MEDIA}/{nowhere}").status_code == 404


def test_it_is_taken_away_with_its_files(client: LintingClient, world: World) -> None:
    row = played.published(world)
    as_role(client, "translator")
    client.get(SUMMARY)
    assert client.send(step_of(world, "remove"), {"revision": str(row.revision)}).status_code == 303
    assert "Nothing is here yet." in client.get(SUMMARY).text and "<video" not in client.get(FRONT).text


class TwoGigabytes(io.RawIOBase):
    """A body of two gigabytes that nobody may begin to read."""

    def __init__(self) -> None:
        self.at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, at: int, whence: int = io.SEEK_SET) -> int:
        self.at = 2_000_000_000 if whence == io.SEEK_END else at
        return self.at

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("a body that is too big was read")


def as_role(client: LintingClient, role: str) -> None:
    """Sign in anew: the cookies of whoever was signed in before are dropped."""
    client.__dict__.update(client.application.test_client().__dict__)
    client.sign_in(f"{role}@example.org", PASSWORD)


def upload(**changes: Any) -> dict[str, Any]:
    given = {"video": (played.FILM, "a.webm"), "captions": (played.CAPTIONS, "a.vtt"),
             "words": "All that is signed.", "revision": "0", **changes}
    return {name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in given.items() if value is not None}


def revision(world: World) -> dict[str, str]:
    return {"revision": str(variant().revision)}


def step_of(world: World, step: str) -> str:
    return f"{MEDIA}/{variant().public_id}/{step}"


def variant() -> Any:
    from consult.models.variants import Variant

    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Variant).filter(Variant.form == "bsl").one()


def only(kind: str) -> VariantFile:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(VariantFile).filter(VariantFile.kind == kind).one()


def address(kind: str) -> str:
    return f"/media/{only(kind).public_id}"


def begun(client: LintingClient) -> str:
    """Begin to answer as an adult, and return the address of the first question."""
    respond = f"{FRONT}/respond"
    client.get(respond)
    client.send(respond, {"who": "self"})
    client.get(f"{respond}/age")
    client.send(f"{respond}/age", {"age": "adult"})
    return f"{respond}/questions/knife"
