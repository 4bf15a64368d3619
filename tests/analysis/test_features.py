"""Words and letters as features: the same in, the same out."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from consult.analysis.features import Features
from consult.analysis.texts import normal


def test_the_piece_half_equals_scikit_learns_own_char_wb(comments):
    reference = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, lowercase=False)
    expected = reference.fit_transform([normal(text) for text in comments]).toarray()
    found = Features().fit(comments).transform(comments).toarray()[:, -expected.shape[1] :]
    assert np.allclose(found, expected)


def test_each_half_of_a_row_has_length_one(comments):
    rows = Features().fit(comments).transform(comments)
    assert np.allclose(np.asarray(rows.multiply(rows).sum(axis=1)).ravel(), 2.0)


def test_the_same_texts_give_the_same_numbers_every_time(comments):
    first, second = (Features().fit(comments).transform(comments) for _ in range(2))
    assert (first != second).nnz == 0


def test_rare_columns_are_left_out_on_demand(comments):
    assert Features(rarest=2).fit(comments).transform(comments).shape[1] < Features().fit(comments).transform(
        comments
    ).shape[1]


@pytest.mark.parametrize("text", ["", "   ", "?!", "👍", "쀍쀎쀏"])
def test_a_text_without_a_known_word_is_a_row_of_zeros(comments, text):
    assert Features().fit(comments).transform([text]).nnz == 0


def test_texts_without_any_word_can_be_learnt_from():
    assert Features().fit(["", "?!"]).transform(["more patrols"]).shape[0] == 1


@pytest.fixture
def comments():
    return ["More patrols at night", "patrols in our street", "The park is not safe at night", "زیادہ گشت", "警察很好"]
