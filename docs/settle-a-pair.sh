#!/bin/sh
# Three reviewers settle the next pair by quorum, with curl alone; an admin reads the story of it.
# Selfsame must be running: `make run`, then this from the same directory.
# SELFSAME_URL says where it listens, SELFSAME_DATA_DIR which installation signs the tokens.
set -eu

url=${SELFSAME_URL:-http://127.0.0.1:8000}/graphql
selfsame=${SELFSAME:-.venv/bin/selfsame}
began=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# ask TOKEN JSON: put one question; an answer with errors ends the script, except the one allowed.
ask() {
    # Both come by standard input: everybody on the machine can read a program's arguments.
    json=$(printf '%s' "$2" | tr -s '\n ' ' ' | sed 's/["\\]/\\&/g')
    answer=$(printf 'header = "Authorization: Bearer %s"\ndata = "%s"\n' "$1" "$json" |
        curl --silent --show-error "$url" -H 'Content-Type: application/json' --config -) ||
        { echo "Nothing answers at $url; is Selfsame running? SELFSAME_URL says where." >&2; exit 1; }
    case $answer in
    *'"errors"'*"${allowed:-no errors}"*) ;;
    *'"errors"'*) echo "$answer" >&2; exit 1 ;;
    esac
    printf '%s\n' "$answer"
}

# value NAME: the first value of that name in the JSON on standard input.
value() {
    grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

# The request's id comes first in these selections, so `value id` finds it.
request='id manualMergeCandidate { databaseId status mergeCandidate {
    person { pid: id firstName lastName birthDate } masterPerson { firstName lastName birthDate } } }'

pair=
for reviewer in reviewer1 reviewer2 reviewer3; do
    token=$($selfsame token --user "$reviewer")

    # The next pair. Who has not decided the last one yet is refused, and goes on with that one.
    given=$(allowed='not allowed to ask for new merge request' ask "$token" \
        "{\"query\": \"mutation { assignMergeCandidate { mergeRequest { $request } } }\"}")
    case $given in
    *'"errors"'*) given=$(ask "$token" \
        "{\"query\": \"{ mergeRequests(filter: {status: [NEW]}) { nodes { $request } } }\"}") ;;
    *'"assignMergeCandidate":null'*) echo 'No pair is left.' >&2; exit 1 ;;
    esac
    id=$(printf '%s' "$given" | value id)
    candidate=$(printf '%s' "$given" | value databaseId)
    person=$(printf '%s' "$given" | value pid)
    if [ -z "$pair" ]; then
        pair=$candidate
        echo "The pair: $given"
    elif [ "$pair" != "$candidate" ]; then
        echo "$reviewer was given another pair; let them decide it, and try again." >&2
        exit 1
    fi

    said=$(ask "$token" "{\"query\": \"mutation (\$input: UpdateMergeRequestInput!) {
        updateMergeRequest(input: \$input) { mergeRequest {
            status manualMergeCandidate { status } } } }\",
        \"variables\": {\"input\": {\"id\": \"$id\", \"status\": \"MERGE\"}}}")
    echo "$reviewer: $said"
done

token=$($selfsame token --user admin)
# An answer is kept before it is shown: a script goes on after a fault inside of echo's words.
duplicate=$(ask "$token" \
    "{\"query\": \"{ person(id: \\\"$person\\\") { status masterPerson { firstName lastName } } }\"}")
echo "The duplicate: $duplicate"
echo 'The trail:'
trail=$(ask "$token" "{\"query\": \"{ auditLog(first: 100, orderBy: INSERTED_AT_ASC,
    filter: {insertedFrom: \\\"$began\\\"}) {
    nodes { action resource actorId changeset previous } } }\"}")
printf '%s\n' "$trail" | sed 's/{"action"/\n&/g'
