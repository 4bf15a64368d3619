"""Captions are WebVTT in UTF-8 with times that go on and no marks but the plain ones, or are refused with the line."""

import pytest

from consult.domain.errors import Refused
from consult.intake.captions import Cue, check

HEAD = "WEBVTT\n\n"
ONE = "00:01.000 --> 00:02.500\nHello\n"


def test_captions_are_read_with_their_times() -> None:
    two = HEAD + ONE + "\n2\n01:00:00.000 --> 01:00:01.000 align:start line:90%\nA <i>b</i>\nc\n"
    assert check(two.encode()) == [
        Cue(1000, 2500, "Hello"), Cue(3_600_000, 3_601_000, "A b\nc")]


@pytest.mark.parametrize("text", [
    "\ufeffWEBVTT - a title\r\n\r\n" + ONE.replace("\n", "\r\n"), "WEBVTT\nKind: captions\n\n" + ONE,
    HEAD + "NOTE what comes <now>\nand next\n\n" + ONE, HEAD + "00:01.000 --> 00:02.000\n<v Sam>Salaam &amp; سلام",
    HEAD + "00:01.000 --> 00:02.000\n<lang ur>شکریہ</lang> <00:01.500><c.loud>now</c>",
])
def test_what_the_format_allows_is_taken(text: str) -> None:
    assert len(check(text.encode())) == 1


@pytest.mark.parametrize(("text", "code", "line"), [
    ("1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", "captions-kind", 1),
    ("<html>", "captions-kind", 1), ("WEBVTTX\n\n" + ONE, "captions-kind", 1),
    (HEAD + ONE + "\x07", "captions-kind", 5),
    (HEAD + "00:00:01,000 --> 00:00:02,000\nA comma", "captions-times", 3),
    (HEAD + "00:02.000 --> 00:01.000\nBackwards", "captions-times", 3),
    (HEAD + "00:61.000 --> 01:02.000\nA long minute", "captions-times", 3),
    (HEAD + "00:05.000 --> 00:06.000\nA\n\n" + ONE, "captions-times", 6),
    (HEAD + "just words", "captions-times", 4), (HEAD + "00:01.000 --> 00:02.000\n", "captions-times", 3),
    (HEAD + ONE.replace("Hello", "<script>x</script>"), "captions-marks", 4),
    (HEAD + ONE.replace("Hello", '<i onclick="x">a</i>'), "captions-marks", 4),
    (HEAD + "STYLE\n::cue { color: red }\n\n" + ONE, "captions-marks", 4),
])
def test_everything_else_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        check(text.encode())
    assert (refused.value.field, refused.value.code, refused.value.facts) == ("captions", code, {"line": line})


@pytest.mark.parametrize(("data", "code"), [
    (HEAD.encode(), "captions-none"), (b"", "captions-kind"), (b"\xff\xfeW\x00", "captions-kind"),
    (HEAD.encode() + b"x" * 1_000_000, "captions-large"),
])
def test_a_file_without_captions_is_none(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(data)
    assert refused.value.code == code
