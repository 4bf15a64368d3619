"""The ways in which a response can reach us; every one of them ends in the same count."""

PANEL = "panel"
"""The one way in of a sample that was chosen: never added to the others."""

ONLINE = "online"
"""The one way in that needs nobody: the form on the site."""

CHANNELS = (
    ONLINE, "email", "post", "easy-read", "large-print", "phone", "workshop-card", "bsl-video",
    PANEL,
)
