"""Writes down who has opened a merge, which shows both of its persons (rule D7)."""

ACTION = "merge.viewed"
RECORD = "select record_merge_views($1)"
