"""Writes down who has opened a person (rule D7)."""

ACTION = "person.viewed"
RECORD = "select record_looks('person', $1)"
