"""Finding languages: what is sure is said, what is not goes by the page, and the web never pays for it."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from consult.analysis.languages import TAGS, Detector, Found
from consult.config import ROOT


@pytest.mark.parametrize(("text", "language"), [
    ("More officers on foot in my street. The buses feel safe.", "en"),
    ("میری گلی میں زیادہ پولیس چاہیے۔ شکریہ۔", "ur"),
    ("نريد المزيد من الشرطة في الشوارع", "ar"),
    ("আমাদের রাস্তায় আরও পুলিশ দরকার", "bn"),
    ("Potrzebujemy więcej policjantów na ulicach", "pl"),
    ("Waxaan u baahannahay ammaan badan xaafadeena", "so"),
    ("Sokaklarda daha fazla polis istiyoruz", "tr"),
    ("我们需要更多警察", "zh"),
])
def test_a_sentence_tells_its_language_whatever_the_page(detector: Detector, text: str, language: str) -> None:
    assert [detector.find(text, page).language for page in ("en", "vi")] == [language, language]


@pytest.mark.parametrize("text", ["ok", "More police", "Sadiq Khan", "Lewisham"])
def test_a_short_text_goes_by_its_page(detector: Detector, text: str) -> None:
    assert detector.find(text, "ur") == Found(None, "ur")
    assert detector.find(text, "en") == Found(None, "en")


@pytest.mark.parametrize("text", [
    "Meri gali mein zyada police chahiye, raat ko dar lagta hai",
    "Amader rastay aro police dorkar", "ana 3ayez police aktar fel share3", "Police innit bruv man dem",
])
def test_what_is_not_sure_goes_by_its_page(detector: Detector, text: str) -> None:
    assert detector.find(text, "ur") == Found(None, "ur")


def test_two_scripts_count_as_the_one_that_needs_a_translator(detector: Detector) -> None:
    assert detector.find("The police should listen. پولیس کو سننا چاہیے۔", "en").language == "ur"
    assert detector.find("My mum said بس and left the bus at Lewisham", "en").language == "en"


@pytest.mark.parametrize("text", ["12345 !!!", "😀😀", "", " \n"])
def test_without_letters_there_is_nothing_to_find(detector: Detector, text: str) -> None:
    assert detector.find(text, "ur") == Found(None, "ur", has_letters=False)


def test_a_kind_of_the_same_language_is_that_of_the_page(detector: Detector) -> None:
    assert detector.find("我们需要更多警察", "zh-Hans") == Found("zh", "zh-Hans")


def test_a_huge_answer_is_found_like_a_small_one(detector: Detector) -> None:
    assert detector.find("میری گلی میں زیادہ پولیس چاہیے۔ " * 20_000, "en").language == "ur"


def test_forgotten_models_are_loaded_again() -> None:
    detector = Detector()
    assert detector.find("Potrzebujemy więcej policjantów", "en").language == "pl"
    detector.forget()
    assert detector.find("Potrzebujemy więcej policjantów", "en").language == "pl"


def test_every_language_that_is_known_has_a_tag_of_its_own() -> None:
    from lingua import Language

    assert all(hasattr(Language, name) for name in TAGS)
    assert len(set(TAGS.values())) == len(TAGS)


def test_the_site_never_loads_the_models() -> None:
    code = "import sys, consult.app, consult.web.blueprints; sys.exit('lingua' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    """One set of models for all tests of this file, given back at its end."""
    found = Detector()
    yield found
    found.forget()
