"""By which ages what waits is counted."""

AGE_DAYS = (0, 1, 3, 7, 14, 30)
"""From so many days on a group begins; it ends where the next one does, and the last one never."""
