"""Writes down who has read why the product proposed a pair, and closes it to them (H6, D1)."""

ACTION = "merge_candidate.viewed"
RECORD = "select record_evidence_views($1)"
