"""Files from outside are what they say they are, or are refused (security cases F01, F06, A09)."""

import io
import zipfile

import pytest

from consult.intake.media import clean_name, recognised

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + bytes(20) + b"\xff\xd9"
MP4, M4A, MOV = (b"\x00\x00\x00\x18ftyp" + brand + bytes(20) for brand in (b"isom", b"M4A ", b"qt  "))
WEBM = b"\x1a\x45\xdf\xa3" + bytes(8) + b"webm" + bytes(20)
TYPES = b'<?xml version="1.0"?><Types>wordprocessingml.document.main+xml</Types>'


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr({"types": "[Content_Types].xml", "body": "word/document.xml"}.get(name, name), data)
    return target.getvalue()


DOCX = zipped(types=TYPES, body=b"<w/>")
ODT = zipped(mimetype=b"application/vnd.oasis.opendocument.text", content=b"<o/>")


@pytest.mark.parametrize(("kind", "data", "name", "declared", "found"), [
    ("file", PDF, "a.PDF", "application/pdf", "application/pdf"),
    ("file", PNG, "my.holiday.png", "image/png", "image/png"),
    ("file", JPEG, "a.jpeg", "image/jpeg", "image/jpeg"),
    ("file", "Grüße, سلام\n".encode(), "a.txt", "text/plain; charset=utf-8", "text/plain"),
    ("file", DOCX, "a.docx", "application/octet-stream",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("file", ODT, "a.odt", "", "application/vnd.oasis.opendocument.text"),
    ("audio", b"ID3" + bytes(9), "a.mp3", "audio/mpeg", "audio/mpeg"),
    ("audio", b"\xff\xfb\x90\x64" + bytes(9), "a.mp3", "audio/mp3", "audio/mpeg"),
    ("audio", M4A, "a.m4a", "audio/x-m4a", "audio/mp4"),
    ("audio", b"OggS" + bytes(9), "a.oga", "audio/ogg", "audio/ogg"),
    ("audio", b"RIFF\x00\x00\x00\x00WAVE" + bytes(9), "a.wav", "audio/x-wav", "audio/wav"),
    ("audio", WEBM, "a.webm", "audio/webm;codecs=opus", "audio/webm"),
    ("video", MP4, "a.mp4", "video/mp4", "video/mp4"),
    ("video", MOV, "IMG_1.MOV", "video/quicktime", "video/quicktime"),
    ("video", WEBM, "signs", "video/webm", "video/webm"),
])
def test_an_allowed_file_is_known(kind: str, data: bytes, name: str, declared: str, found: str) -> None:
    stream = io.BytesIO(data)
    assert recognised(kind, stream, name=name, declared=declared) == found and stream.tell() == 0


@pytest.mark.parametrize(("kind", "data", "name", "declared"), [
    ("file", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.txt", "text/plain"),
    ("file", b"  \n<!DOCTYPE html><script>alert(1)</script>", "a.txt", "text/plain"),
    ("file", b"<?xml version='1.0'?><a/>", "a.txt", "text/plain"),
    ("file", b"words <script>alert(1)</script>", "a.txt", "text/plain"),
    ("file", b"caf\xff", "a.txt", "text/plain"),
    ("file", b"a\x00b", "a.txt", "text/plain"),
    ("file", PDF, "a.html", "application/pdf"),
    ("file", PDF, "a.pdf.exe", "application/pdf"),
    ("file", PDF, "a.html.pdf", "application/pdf"),
    ("file", PDF, "a.pdf", "text/html"),
    ("file", PDF, "a.png", "image/png"),
    ("file", PDF + zipped(a=b"b"), "a.pdf", "application/pdf"),
    ("file", JPEG[:-2] + zipped(a=b"b") + b"\xff\xd9", "a.jpg", "image/jpeg"),
    ("file", PNG[:8] + b"<script>alert(1)</script>" + PNG[8:], "a.png", "image/png"),
    ("file", PDF[:20], "a.pdf", "application/pdf"),
    ("file", zipped(a=b"b"), "a.docx", ""),
    ("file", zipped(types=b"macroEnabled.main+xml", body=b""), "a.docx", ""),
    ("file", DOCX[:60], "a.docx", ""),
    ("file", b"MZ\x90\x00", "a.pdf", "application/pdf"),
    ("file", MP4, "a.mp4", "video/mp4"),
    ("audio", MOV, "a.m4a", "audio/mp4"),
    ("video", b"RIFF\x00\x00\x00\x00AVI " + bytes(9), "a.avi", "video/x-msvideo"),
])
def test_everything_else_is_refused(kind: str, data: bytes, name: str, declared: str) -> None:
    assert recognised(kind, io.BytesIO(data), name=name, declared=declared) is None


@pytest.mark.parametrize(("given", "shown"), [
    ("../../x.pdf", "x.pdf"), ("/etc/passwd", "passwd"), ("..\\x.pdf", "x.pdf"), ("a\x00b.pdf", "ab.pdf"),
    ("CON", "CON"), ("", "file"), ("..", "file"), ("inv\u202efdp.exe", "invfdp.exe"), ("میرا خط.pdf", "میرا خط.pdf"),
])
def test_a_name_is_shown_without_folders_and_turns(given: str, shown: str) -> None:
    assert clean_name(given) == shown


def test_a_very_long_name_keeps_its_ending() -> None:
    assert len(clean_name("x" * 300 + ".pdf")) <= 200 and clean_name("x" * 300 + ".pdf").endswith(".pdf")


@pytest.mark.parametrize("name", ["word/activeX/run.bin", "word/embeddings/oleObject1.bin", "../../evil.xml", "/etc/x"])
def test_a_document_that_runs_or_holds_something_is_none(name: str) -> None:
    data = zipped(types=TYPES, body=b"<w/>", **{name: b"x"})
    assert recognised("file", io.BytesIO(data), name="a.docx", declared="") is None


def test_nothing_may_stand_behind_the_end_of_a_document() -> None:
    data = DOCX + b"<script>alert(1)</script>"
    assert recognised("file", io.BytesIO(data), name="a.docx", declared="") is None
