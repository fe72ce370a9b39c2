"""From the selection of a root field to one SQL statement and a function that renders its rows.

Only root fields take arguments; what a selection says besides is @skip and @include.
"""
