"""Sends the notices whose time has come; what they say and to whom is the services'."""

from consult.jobs.letters import LetterSender
from consult.services import notices


class NoticeSender(LetterSender):
    """Sends notices to members of forums."""

    letters = notices
    sent_event = "notices-sent"
