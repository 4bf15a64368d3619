"""What goes wrong about meetings, access, papers and guests, in plain words: a sentence for each code."""

from consult.web.staff_sentences import N_

MEETING_SENTENCES: dict[str, str] = {
    "number-range": N_("Enter a number from %(least)s to %(most)s"),
    "time-shape": N_("Enter a time, like 18:30"),
    "meeting-past": N_("This day and time is over. Choose one that is still to come."),
    "meeting-far": N_("This day is more than two years away. Check the year."),
    "ways-missing": N_("Choose at least one way to take part"),
    "quiet-space-missing": N_("People who come in person need a quiet room to rest in"),
    "meeting-moved": N_("This meeting took place already, or it was put off or called off"),
    "meeting-not-confirmed": N_("Confirm the meeting first"),
    "meeting-not-today": N_("The rule is read out on the day of the meeting"),
    "rule-not-read": N_("The rule was not read out yet. Every meeting begins with it."),
    "meeting-not-over": N_("The meeting is not over yet"),
    "needs-open": N_("Somebody’s needs are not answered yet, or an answer was not read. "
                     "Every need is answered before a meeting is confirmed."),
    "need-moved": N_("This need was answered or taken back already"),
    "people-few": N_("Book at least this many people: %(least)s"),
    "formats-missing": N_("A paper goes out in words, in Easy Read and in British Sign Language at the same time. "
                          "Add what is missing first."),
    "paper-film-missing": N_("Choose a film in British Sign Language"),
    "paper-recording-missing": N_("Choose a recording"),
    "paper-is-out": N_("This paper is out already"),
    "papers-in-time": N_("No paper is late"),
    "guest-late": N_("It is too late to announce anyone for this meeting: the group needs time to say no"),
    "guest-answered": N_("The group has answered this already"),
    "captions-end-range": N_("Choose a day after the meeting, up to %(most)s days later"),
    "captions-end-later": N_("The group agreed to an earlier day. It can only come sooner."),
    "captions-agreed": N_("The group agreed to this already"),
    "captions-not-agreed": N_("The group has not agreed to keep captions"),
    "cards-closed": N_("There are no cards now: the meeting has not begun, or it is over"),
}
