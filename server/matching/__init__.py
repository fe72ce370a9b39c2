"""Compares records to find pairs that may be one person: two engines that agree."""
