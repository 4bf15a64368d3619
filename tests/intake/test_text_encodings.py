"""Encodings of text files: found by their mark or by evidence, refused where neither tells."""

import io

import pytest

from consult.domain.errors import Refused
from consult.intake.text_encodings import encoding_of, is_text

TABLE = "id,words\n1,Café on Road — “fine”\n2,میری گلی\n"
WESTERN = "id,words\n1,Café on Road — “fine”\n2,£5 is naïve\n"


@pytest.mark.parametrize(("data", "encoding"), [
    (b"", "utf-8-sig"), (TABLE.encode(), "utf-8-sig"), (TABLE.encode("utf-8-sig"), "utf-8-sig"),
    (TABLE.encode("utf-16"), "utf-16"), (b"\xfe\xff" + TABLE.encode("utf-16-be"), "utf-16"),
    (WESTERN.encode("utf-16-le"), "utf-16-le"), (WESTERN.encode("utf-16-be"), "utf-16-be"),
    (WESTERN.encode("cp1252"), "cp1252"),
])
def test_each_common_encoding_is_found_and_gives_the_words_back(data: bytes, encoding: str) -> None:
    file = io.BytesIO(data)
    assert encoding_of(file) == encoding and file.tell() == 0
    assert data.decode(encoding).lstrip("\ufeff") in ("", TABLE, WESTERN)


@pytest.mark.parametrize(("data", "row"), [
    ("Привет мир\nУлица и парк\n".encode("cp1251"), 1), (TABLE.encode() + "გამარჯობა".encode()[:-1], 4),
    (b"id\n1,\x81\n", 2), (TABLE.encode("utf-32"), 1),
    ((TABLE * 5000).encode() + b"\xff" + TABLE.encode(), 15001),
])
def test_what_is_damaged_or_of_another_alphabet_is_refused_with_its_row(data: bytes, row: int) -> None:
    with pytest.raises(Refused) as refused:
        encoding_of(io.BytesIO(data))
    assert (refused.value.code, refused.value.facts["row"]) == ("table-not-utf-8", row)


def test_a_letter_over_the_border_of_two_reads_is_whole() -> None:
    assert encoding_of(io.BytesIO(b"x" * (64 * 1024 - 1) + "é".encode())) == "utf-8-sig"


def test_bytes_of_a_picture_are_no_text() -> None:
    assert not is_text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") and is_text("words".encode("utf-16"))
