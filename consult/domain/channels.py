"""The ways in which a response can reach us; every one of them ends in the same count."""

CHANNELS = (
    "online", "email", "post", "easy-read", "large-print", "phone", "workshop-card", "bsl-video",
)
