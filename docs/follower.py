"""Follow a registry's events: TOKEN=… python3 follower.py https://registry.example state.db."""

import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.request

QUERY = """query ($after: String) { eventFeed(first: 100, after: $after) {
  events { type aggregateId version payload } endCursor hasMore } }"""
TABLES = """
create table if not exists record (id text primary key, type text, version integer, data text);
create table if not exists place (only_one integer primary key, cursor text)"""
KEEP = """insert into record values (?, ?, ?, ?) on conflict (id) do update
set type = excluded.type, version = excluded.version, data = excluded.data
where excluded.version is null or excluded.version >= version"""


def ask(address, after):
    """Return what follows a place in the feed."""
    body = json.dumps({"query": QUERY, "variables": {"after": after}}).encode()
    request = urllib.request.Request(address + "/graphql", body)
    request.add_header("authorization", "Bearer " + os.environ["TOKEN"])
    request.add_header("content-type", "application/json")
    request.add_header("accept", "application/graphql-response+json")
    try:
        return json.load(urllib.request.urlopen(request))["data"]["eventFeed"]
    except urllib.error.HTTPError as refused:  # such as: Cursor is older than the feed
        sys.exit(refused.read().decode())


def follow(address, state):
    """Keep the newest state of everything, and the place up to which it was read."""
    state.executescript(TABLES)
    (after,) = state.execute("select max(cursor) from place").fetchone()
    while True:
        page = ask(address, after)
        after = page["endCursor"]
        with state:  # what is known and the place in the feed change together, or not at all
            for event in page["events"]:
                data = json.dumps(event["payload"]["data"])
                state.execute(KEEP, (event["aggregateId"], event["type"], event["version"], data))
            state.execute("insert or replace into place values (1, ?)", (after,))
        if not page["hasMore"]:
            time.sleep(0.1)


follow(sys.argv[1], sqlite3.connect(sys.argv[2]))
