"""What goes wrong in a forum, in plain words: a sentence for each code of its rules; other codes are sentences.py's."""

from consult.web.forum_sentences_decisions import DECISION_SENTENCES
from consult.web.forum_sentences_meetings import MEETING_SENTENCES
from consult.web.forum_sentences_record import RECORD_SENTENCES
from consult.web.forum_sentences_talk import TALK_SENTENCES
from consult.web.staff_sentences import N_

FORUM_SENTENCES: dict[str, str] = {
    **DECISION_SENTENCES,
    **MEETING_SENTENCES,
    **RECORD_SENTENCES,
    **TALK_SENTENCES,
    "forum-not-open": N_("This group is paused or closed. You can read everything, and take it with you."),
    # names, words and coming in
    "member-code-unknown": N_("These words do not open anything. Check each word or number."),
    "member-name-signs": N_("A name has letters in it, and no signs like @, / or <"),
    "member-name-length": N_("A name has %(least)s to %(most)s characters"),
    "member-name-reserved": N_("This name sounds like an office. Choose another one."),
    "member-name-taken": N_("Somebody here has a name that looks like this one. Choose another one."),
    "member-pronouns-signs": N_("Write your pronouns with letters, like: they/them"),
    "member-words-long": N_("Use %(most)s characters or fewer"),
    "member-label-tells": N_("This shows which group it is. Choose words that say nothing about it."),
    "agreement-missing": N_("Tick the box if you will keep to this. Without it you cannot come in."),
    "chair-not-safe": N_("Before others come in, a chair must set up a passkey or a code by time, under “My choices”."),
    "chair-alone": N_("Only a chair can invite them, after the group chose them"),
    "invitations-many": N_("You have %(most)s invitations that nobody has used yet. Take one back first."),
    "time-code-wrong": N_("This code is not right. Wait for the next one and enter it."),
    "passkey-failed": N_("That did not work. Try again, or use your words."),
    "passkeys-many": N_("You have %(most)s passkeys. Remove one first."),
    "last-way-in": N_("This is your only way in. Make new words first."),
    "factor-there": N_("You have codes by time already"),
    "hour-unknown": N_("Choose an hour from the list"),
    "leaving-unsure": N_("Tick the box if you want to leave for good"),
    "forum-has-members": N_("Somebody is in this forum already. Its members invite others."),
    # the agenda and the tray
    "way-unknown": N_("Choose an answer from the list"),
    "recording-missing": N_("Choose a file to send"),
    "item-title-missing": N_("Say in a few words what it is about, or add a voice note or a film"),
    "item-name-unknown": N_("Nobody here has this name. Check it, or leave it empty."),
    "merge-too-few": N_("Choose another item"),
    "merge-not-open": N_("One of these items is not open any more"),
    "merge-nobody-to-ask": N_("Whoever proposed one of these has left, so nobody can say yes for them"),
    "merge-asked": N_("This was asked before"),
    "merge-over": N_("This has an answer already"),
    "tie-not-whole": N_("Give each item its own place"),
    "agenda-empty": N_("There is nothing on this agenda yet"),
    "agenda-long": N_("An agenda has up to %(most)s items. Leave some for the next meeting."),
    "ties-open": N_("Some items are wanted equally. A chair chooses their order first."),
    "agenda-not-adopted": N_("The group has not adopted this agenda, or it is closed already"),
    "agenda-adopted": N_("The group has decided on this already"),
    "agenda-with-group": N_("The group is deciding on this agenda. It cannot change until then."),
    "item-elsewhere": N_("This item stands somewhere else now. Load the page again."),
    "item-unknown": N_("Choose items from the list"),
    "wish-unknown": N_("Choose an answer from the list"),
    "meeting-not-begun": N_("This meeting has not begun yet"),
    "item-part-missing": N_("Choose a part of the plan"),
    "code-raised": N_("The group has raised this already"),
    "tray-answer-missing": N_("Choose what the group does with this request"),
    "request-answered": N_("The group has answered this request already"),
    "request-withdrawn": N_("This request was taken back"),
}
