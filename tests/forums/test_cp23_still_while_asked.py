"""CP-23: what the group is asked to agree stays what it was; only who spoke can take their own words back."""

import pytest

from consult.domain.errors import Conflict
from consult.services import forum_notes, note_releases
from tests.forum_worlds import ForumWorld
from tests.record_worlds import line, note


def test_cp23_notes_stay_as_they_are_while_the_group_is_asked_about_them(forum: ForumWorld) -> None:
    made = note(forum)
    first = line(forum, made, forum.chair, "Two stops are dark.")
    note_releases.ask_to_agree(by=forum.acting(), note_id=made.public_id, question="Are these right?")
    for change in (lambda: forum_notes.correct(by=forum.acting(), line_id=first.public_id, words="One stop."),
                   lambda: forum_notes.add(by=forum.acting(), note_id=made.public_id, words="And the third.")):
        with pytest.raises(Conflict, match="being-decided"):
            change()
    forum_notes.take_back(by=forum.acting(), line_id=first.public_id)
