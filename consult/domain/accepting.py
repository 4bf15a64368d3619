"""When suggestions of a machine may be accepted many at once; what is measured of them is the analysis' business."""

from consult.domain.errors import Refused

# Of suggestions that a person accepts unread at least so many must have been right on answers kept aside: below it
# readers would spend longer taking themes away than giving them.
LEAST_PRECISION = 0.8


def is_sure_enough(precision: float) -> bool:
    """Say whether suggestions of this measured precision (0 to 1) may be accepted together."""
    return precision >= LEAST_PRECISION


def check_precision(precision: float) -> None:
    """Raise Refused where suggestions were too often wrong to be accepted together."""
    if not is_sure_enough(precision):
        raise Refused("cut", "cut-too-unsure", {"least": round(100 * LEAST_PRECISION)})
