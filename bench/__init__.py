"""Benchmarks: each makes its own database and servers, and prints a table.

    python -m bench                 Selfsame and its peers; see `python -m bench compare -h`
    python -m bench pick            the next pair, by waiting candidates and by reviewers at once
    python -m bench assign          64 at once over HTTP: does each pair go to one reviewer
    python -m bench declare         declarations a second, and those of a floor with three rows
    python -m bench detect          which duplicates are found, and how many of those are none
    python -m bench delivery        is anything lost through kill -9; deliveries a second; delay
    python -m bench crashes         is anything lost or doubled by kill -9 of any process
    python -m bench following       does a follower of the feed that is killed end equal; delay
    python -m bench day             a day's work: the highest rate that is answered in time
    python -m bench hostile         what hostile requests cost until they are refused
    python -m bench tokens          more tokens than a server remembers, against few
    python -m bench triggers        what the audit and outbox triggers cost
    python -m bench node            nodes a second, and those of a floor without GraphQL and tokens
    python -m bench page            pages a second, and those of a floor without GraphQL and tokens
    python -m bench assignment      pairs assigned a second, and those of such a floor
    python -m bench access          what the access checks cost a small request
    python -m bench first-use       the first time: a start, a document, cold buffers
    python -m bench growth          how it grows with its rows, drawn into docs/images
    python -m bench scaling         more processes, PgBouncer, a standby

Absolute figures mean nothing on another machine; the ratios of one run do. Contestants take turns
in short rounds, and what is shown are medians over the rounds.
"""
