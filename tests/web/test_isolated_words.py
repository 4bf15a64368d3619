"""English words inside pages of other scripts: marked as English and read in their own direction."""

from consult.web.pages import isolated


def test_english_words_in_a_sentence_of_another_script_are_marked_one_by_one() -> None:
    said = isolated("لندن MOPAC منصوبہ", "ur")
    assert said == 'لندن <bdi lang="en" dir="ltr">MOPAC</bdi> منصوبہ'


def test_a_paragraph_that_is_english_throughout_keeps_its_commas_and_brackets_in_order() -> None:
    said = isolated("Panel of Londoners (example): 160 adults, made for this site.", "ur")
    assert said == '<bdi lang="en" dir="ltr">Panel of Londoners (example): 160 adults, made for this site.</bdi>'


def test_what_has_no_letters_and_what_stands_in_its_own_script_stay_as_they_are() -> None:
    assert isolated("2029", "ur") == "2029"
    assert isolated("A paragraph (example).", "en") == "A paragraph (example)."
