"""What each refusal of comparing two plans says to staff: code to sentence; sentences.py reads them with the others."""


def N_(sentence: str) -> str:
    """Return the sentence unchanged; marks it for the catalogues."""
    return sentence


PLAN_CHANGE_SENTENCES: dict[str, str] = {
    "plan-same-version": N_("Choose two different versions"),
    "plan-version-unknown": N_("Choose a version from the list"),
    "plan-part-unknown": N_("Choose a part from the list"),
    "pair-names-nothing": N_("Choose at least one part"),
    "pair-stands": N_("This was said already"),
    "pair-reason-long": N_("The reason can have up to %(limit)s characters"),
}
