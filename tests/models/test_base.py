"""What every table shares: ids that nobody can guess, in letters that no program takes for something else."""

import pytest

from consult.models import base


def test_no_id_begins_with_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(("-fdGHKvt0Kr7Ir7jB8eHPQ", "--wtrn6wmzlOezXFe_h5wA", "FvwQtrn6wmzlOezXFe_h5w"))
    monkeypatch.setattr(base.secrets, "token_urlsafe", lambda _size: next(drawn))
    assert base.new_public_id() == "FvwQtrn6wmzlOezXFe_h5w"
