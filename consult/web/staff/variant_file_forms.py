"""The form of a signed film or a recording: its files, its words, and what its sender says of it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.widgets import HiddenInput

from consult.domain.variants import BSL
from consult.web.staff.plain_forms import Plain, tidy


class MediaForm(Plain):
    """What both formats ask for; the files come first."""

    words = TextAreaField(_l("All that is signed or said, in words"), filters=[tidy],
                          description=_l("People can read this under the player."))
    is_test = BooleanField(_l("This is a test clip, not signing"))
    revision = IntegerField(widget=HiddenInput())
    seen = HiddenField()


_FILMS = {
    "video": FileField(_l("Film"), description=_l("MP4 or WebM, up to 100 MB")),
    "captions": FileField(_l("Captions in English"), description=_l("A WebVTT file (.vtt), up to 1 MB")),
    "poster": FileField(_l("First picture (you can leave this out)"), description=_l("JPEG or PNG, up to 2 MB")),
}
_RECORDINGS = {"audio": FileField(_l("Recording"), description=_l("MP3, M4A, OGG, WAV or WebM, up to 25 MB"))}
_ACCEPTS = {"video": ".mp4,.m4v,.webm", "captions": ".vtt", "poster": ".jpg,.jpeg,.png",
            "audio": ".mp3,.m4a,.ogg,.oga,.opus,.wav,.webm,.weba"}


def media_form(kind: str, *, is_stale: bool, standing: Mapping[str, Any], typed: Any = None) -> MediaForm:
    """Return the form of a format with what stands there, or with what was typed."""
    fields: dict[str, Any] = dict(_FILMS if kind == BSL else _RECORDINGS)
    if is_stale:
        fields["still_fits"] = BooleanField(
            _l("I have watched or heard it again. It still says what the English says."))
    made = type("MediaFormOfAKind", (MediaForm,), fields)(formdata=typed, data=dict(standing))
    if kind != BSL:
        made.is_test.label.text = _l("This is a test clip, not a reading")
    made.accepts = _ACCEPTS
    return made
