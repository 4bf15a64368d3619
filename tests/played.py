"""Signed films and recordings to test with: the smallest files of their kinds, and the way of one to the public."""

import io
import wave

from consult.domain.variants import AUDIO, BSL, SIGNED
from consult.models.variants import Variant
from consult.services import variant_files, variants
from consult.services.attachments import Sent
from consult.services.variant_files import Given
from consult.services.variants import Place
from tests.worlds import World

FILM = b"\x1a\x45\xdf\xa3" + bytes(8) + b"webm" + bytes(range(200))
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nTell us.\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82"
SUMMARY = "consultation/summary"


def sound() -> bytes:
    """Return a second of silence that browsers play."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    return target.getvalue()


def sent(data: bytes, name: str, declared: str = "") -> Sent:
    """Return a file as a browser sends it."""
    return Sent(io.BytesIO(data), name, declared)


def film(**others: Sent) -> dict[str, Sent]:
    """Return the files of a signed film."""
    return {"video": sent(FILM, "a.webm", "video/webm"), "captions": sent(CAPTIONS, "a.vtt", "text/vtt"), **others}


def keep(world: World, part: str = SUMMARY, *, form: str = BSL, language: str = SIGNED, by: str = "translator",
         files: dict[str, Sent] | None = None, **others: object) -> Variant:
    """Take in a film, or a recording in a language, as a draft."""
    if files is None:
        files = film() if form == BSL else {"audio": sent(sound(), "a.wav", "audio/wav")}
    given = Given(**{"words": "All that is said.", "files": files, **others})  # type: ignore[arg-type]
    return variant_files.keep(consultation_id=world.consultation.id, place=Place(part, language, form), given=given,
                              by_id=world.staff[by].id)


def approve(world: World, row: Variant) -> Variant:
    """Have it checked by a second person and approved."""
    of = {"consultation_id": world.consultation.id, "public_id": row.public_id}
    row = variants.check(**of, revision=row.revision, by_id=world.staff["translation-checker"].id)  # type: ignore[arg-type]
    return variants.approve(**of, revision=row.revision, by_id=world.staff["lead"].id)  # type: ignore[arg-type]


def published(world: World, part: str = SUMMARY, *, form: str = BSL, language: str = SIGNED, **others: object
              ) -> Variant:
    """Put a film or a recording beside a part, checked and approved."""
    return approve(world, keep(world, part, form=form, language=language, **others))  # type: ignore[arg-type]


def spoken(world: World, part: str = SUMMARY, language: str = "en") -> Variant:
    """Put a recording beside a part, checked and approved."""
    return published(world, part, form=AUDIO, language=language)
