"""Words are read as they were written, whatever charset an e-mail says, or does not say, it is in."""

import codecs

import pytest

from consult.intake.emails_charsets import AS_DECLARED, GUESSED, REPAIRED, decoded

WORDS = {
    "cp1250": "Chcę, żeby było więcej policji, bo się boję. Nie są to jednak wszystkie sprawy.",
    "cp1253": "Θέλω περισσότερο φως στο πάρκο και να είναι ασφαλές για την οικογένεια.",
    "cp1254": "Çocuklar için daha güvenli bir park istiyorum, çok karanlık değil.",
    "cp1256": "أريد المزيد من الضوء في الحديقة لأن الناس لا يشعرون بالأمان في الليل",
    "gb18030": "我希望公园里有更多的灯，让大家晚上更安全。",
}


@pytest.mark.parametrize(("charset", "words"), WORDS.items())
@pytest.mark.parametrize("declared", ["", "utf-8", "us-ascii", "x-unknown"])
def test_a_charset_that_is_wrong_or_missing_is_found_out(charset: str, words: str, declared: str) -> None:
    assert decoded(words.encode(charset), declared).words == words
    assert decoded(words.encode(charset), declared).how == GUESSED


@pytest.mark.parametrize(("charset", "words"), WORDS.items())
def test_a_charset_that_is_right_is_used(charset: str, words: str) -> None:
    read = decoded(words.encode(charset), charset)
    assert (read.words, read.how) == (words, AS_DECLARED)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "gb2312", "koi8-r", "nonsense"])
def test_whole_utf_8_is_read_as_such_whatever_is_declared(declared: str) -> None:
    words = "Café, naïve, “quoted”: ڈر لگتا ہے اور روشنی کم ہے"
    assert decoded(words.encode(), declared).words == words


def test_western_european_with_typographic_marks_is_read() -> None:
    read = decoded("“It’s naïve” – £5".encode("cp1252"), "iso-8859-1")
    assert (read.words, read.how) == ("“It’s naïve” – £5", AS_DECLARED)


@pytest.mark.parametrize("data", ["Grüße".encode("utf-16"), codecs.BOM_UTF8 + "Grüße".encode()])
def test_a_byte_order_mark_is_believed(data: bytes) -> None:
    assert decoded(data, "us-ascii").words == "Grüße"


def test_utf_16_without_a_mark_is_found_out() -> None:
    assert decoded("Light in the park".encode("utf-16-le")).words == "Light in the park"


def test_words_that_were_read_wrongly_before_they_came_are_repaired() -> None:
    wrong = "It’s a café – good".encode().decode("cp1252")
    read = decoded(wrong.encode(), "utf-8")
    assert (read.words, read.how) == ("It’s a café – good", REPAIRED)


@pytest.mark.parametrize("words", ["São João é aqui", "À bientôt", "Âge 5", "Đường tối"])
def test_right_words_are_not_repaired(words: str) -> None:
    assert decoded(words.encode(), "utf-8").how == AS_DECLARED


@pytest.mark.parametrize("declared", ["zlib", "rot13", "unicode_escape", "punycode", "idna", "hex", "a" * 999, "\0"])
def test_what_is_no_charset_of_mail_is_never_run(declared: str) -> None:
    assert decoded(b"\\u0041 x-", declared).words == "\\u0041 x-"


def test_one_lost_byte_loses_one_letter() -> None:
    data = ("روشنی " * 40).encode()
    assert decoded(data[:100] + data[101:], "utf-8").words.count("روشنی") >= 38
