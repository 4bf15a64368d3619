"""The words of a code: told apart by ear and by eye, and read again however they were typed."""

import random

import pytest

from consult.domain import return_words
from consult.domain.return_words import WORDS, code, read, words_of

# Words that sound alike: none of them may be in the list, not even one of a pair, for the ear does not know which.
SOUND_ALIKE = """
ate eight bare bear beach beech bean been berry bury blew blue board bored brake break buy by ceiling sealing cell sell
cellar seller cent scent sent cereal serial cheap cheep chord cord coarse course creak creek dear deer dew due doe dough
fair fare feat feet find fined fir fur flea flee flour flower for four fore gait gate great grate hair hare heal heel
hear here heard herd high hi hole whole hour our knead need knew new knight night knot not know no knows nose lead led
leak leek made maid mail male main mane meat meet medal meddle metal mettle morning mourning muscle mussel one won or
oar pail pale pain pane pair pear pause paws peace piece peak peek pedal peddle plain plane pole poll pour poor pray
prey rain reign right write ring wring road rode role roll root route rose rows sail sale sea see seam seem sew so sow
soar sore soul sole some sum son sun stair stare stake steak stationary stationery steal steel story storey tail tale
tea tee team teem there their threw through throne thrown thyme time tide tied to two too toe tow vain vein waist waste
wait weight way weigh weak week wear where weather whether which witch wood would
""".split()


def test_there_are_1024_words_each_once() -> None:
    assert len(WORDS) == len(set(WORDS)) == 1 << return_words.BITS


def test_every_word_is_short_and_written_in_plain_letters() -> None:
    assert [word for word in WORDS if not (3 <= len(word) <= 7 and word.isascii() and word.islower())] == []


def test_no_word_sounds_like_another_word() -> None:
    assert sorted(set(WORDS) & set(SOUND_ALIKE)) == []


def test_no_two_words_are_one_letter_apart() -> None:
    shapes: dict[str, str] = {}
    close = []
    for word in WORDS:
        for shape in {word[:at] + "?" + word[at + 1:] for at in range(len(word))}:
            close += [(shapes[shape], word)] if shape in shapes else []
            shapes[shape] = word
        close += [(word, shorter) for at in range(len(word)) if (shorter := word[:at] + word[at + 1:]) in WORDS]
    assert close == []


def test_every_number_of_70_bits_has_a_code_of_its_own() -> None:
    numbers = [0, 1, 1023, 1024, (1 << 70) - 1]
    assert len({code(number) for number in numbers}) == len(numbers)
    assert words_of(code(0)) == (WORDS[0],) * 7 and words_of(code((1 << 70) - 1)) == (WORDS[-1],) * 7


@pytest.mark.parametrize("seed", range(20))
def test_words_and_digits_are_read_as_the_same_code(seed: int) -> None:
    written = code(random.Random(seed).getrandbits(70))
    assert read(" ".join(words_of(written))) == read(written) == written


@pytest.mark.parametrize("between", ["\n", ", ", " - ", "\r\n", "\t", "\u200f ", "،"])
def test_whatever_stands_between_words_does_not_matter(between: str) -> None:
    written = code(123456789012345678901)
    assert read(between.join(words_of(written)).upper()) == written


@pytest.mark.parametrize("zero", ["٠", "۰", "０", "०"])
def test_digits_of_every_script_are_read(zero: str) -> None:
    written = code(987654321098765432109)
    typed = "".join(chr(ord(zero) + int(c)) if c.isdigit() else " " for c in written)
    assert read(typed) == read(written.replace("-", "")) == read(" ".join(written.replace("-", ""))) == written


@pytest.mark.parametrize("typed", [
    "", "tiger", "tiger " * 6, "tiger " * 8, "nosuchword " * 7, "9999-" * 7, "1" * 27, "1" * 29, "²" * 28, "x" * 10_000,
    "\x00", "tiger1 " * 7,
])
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    assert read(typed) is None
