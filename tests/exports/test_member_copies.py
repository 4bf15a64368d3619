"""A member's own copy: the same words as a page and as data, harmless to open, and nothing that tells when or whose."""

import io
import json
import zipfile

from consult.exports.member_copies import MOMENT, Part, zipped

WORDS = "<script>alert(1)</script>\nSecond line & more"


def test_page_and_data_hold_the_same_words_and_run_nothing() -> None:
    with opened({"1.webm": b"film"}) as found:
        page, data = found.read("copy.html").decode(), json.loads(found.read("copy.json"))
        assert found.read("files/1.webm") == b"film"
    assert "<script>" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;<br>Second line &amp; more" in page
    assert data == {"talk": [{"Buses": WORDS}], "needs": []}
    assert '<html lang="ur" dir="rtl">' in page and "<title>My copy</title>" in page


def test_the_file_does_not_say_when_it_was_taken() -> None:
    with opened({}) as found:
        assert {entry.date_time for entry in found.infolist()} == {MOMENT}


def opened(files: dict[str, bytes]) -> zipfile.ZipFile:
    """Return a copy with one post, unpacked."""
    parts = [Part("talk", "Talk", ((("Buses", WORDS),),)), Part("needs", "What I need", ())]
    return zipfile.ZipFile(io.BytesIO(zipped(parts, title="My copy", language="ur", direction="rtl", files=files)))
