"""Sends the letters that say that something has come; what they say is the services'."""

from consult.jobs.letters import LetterSender
from consult.services import acknowledgements


class AcknowledgementSender(LetterSender):
    """Sends acknowledgements to whoever wrote to us."""

    letters = acknowledgements
    sent_event = "acknowledgements-sent"
