#!/bin/sh
# A birth on its whole way, with curl alone: the portal declares it, a registrar registers it, the
# portal certifies and issues it and prints the receipt; an admin reads who did what.
# Selfsame must be running: `make run`, then this from the same directory.
# SELFSAME_URL says where it listens, SELFSAME_DATA_DIR which installation signs the tokens.
set -eu

url=${SELFSAME_URL:-http://127.0.0.1:8000}/graphql
selfsame=${SELFSAME:-.venv/bin/selfsame}
today=$(date -u +%Y-%m-%d)
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
# Keys of the caller's own: sent again with the same key, a request does nothing twice. The
# mother's name is this run's own too, so that the birth resembles nobody else's.
run=$(date +%s)$$
syllables=$(printf '%s' "$run" | cksum | cut -c 1-6 | sed '
    s/0/ba/g; s/1/de/g; s/2/fi/g; s/3/go/g; s/4/ku/g
    s/5/la/g; s/6/me/g; s/7/ni/g; s/8/ro/g; s/9/tu/g')
name=$(printf '%s' "$syllables" | cut -c 1 | tr '[:lower:]' '[:upper:]')${syllables#?}

# ask TOKEN JSON: put one question; an answer with errors ends the script.
ask() {
    # Both come by standard input: everybody on the machine can read a program's arguments.
    json=$(printf '%s' "$2" | tr -s '\n ' ' ' | sed 's/["\\]/\\&/g')
    answer=$(printf 'header = "Authorization: Bearer %s"\ndata = "%s"\n' "$1" "$json" |
        curl --silent --show-error "$url" -H 'Content-Type: application/json' --config -) ||
        { echo "Nothing answers at $url; is Selfsame running? SELFSAME_URL says where." >&2; exit 1; }
    case $answer in
    *'"errors"'*) echo "$answer" >&2; exit 1 ;;
    esac
    printf '%s\n' "$answer"
}

# value NAME: the first value of that name in the JSON on standard input.
value() {
    grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

portal=$($selfsame token --client portal)
registrar=$($selfsame token --user registrar1)

declared=$(ask "$portal" "{\"query\": \"mutation (\$input: DeclareBirthInput!) {
    declareBirth(input: \$input) { isPotentialDuplicate
        vitalEvent { id databaseId trackingId status availableActions } } }\",
    \"variables\": {\"input\": {
        \"idempotencyKey\": \"declare-$run\",
        \"child\": {\"firstName\": \"John\", \"lastName\": \"$name\",
            \"birthDate\": \"$today\", \"gender\": \"MALE\"},
        \"mother\": {\"firstName\": \"Mary\", \"lastName\": \"$name\", \"birthDate\": \"1994-05-06\"},
        \"informant\": {\"relationship\": \"MOTHER\", \"phoneNumber\": \"+380 44 123 45 67\"},
        \"placeOfBirth\": \"City hospital 3\"}}}")
echo "The portal declares: $declared"
id=$(printf '%s' "$declared" | value id)
record=$(printf '%s' "$declared" | value databaseId)

# An answer is kept before it is shown: a script goes on after a fault inside of echo's words.
registered=$(ask "$registrar" "{\"query\": \"mutation {
    registerVitalEvent(input: {id: \\\"$id\\\"}) {
        vitalEvent { status registrationNumber } } }\"}")
echo "The registrar registers: $registered"

certified=$(ask "$portal" "{\"query\": \"mutation (\$input: CertifyVitalEventInput!) {
    certifyVitalEvent(input: \$input) { vitalEvent { status certificates { template } } } }\",
    \"variables\": {\"input\": {\"idempotencyKey\": \"certify-$run\", \"id\": \"$id\",
        \"template\": \"standard\",
        \"collector\": {\"relationship\": \"MOTHER\", \"hasShownDocument\": true}}}}")
echo "The portal certifies: $certified"

issued=$(ask "$portal" "{\"query\": \"mutation (\$input: IssueVitalEventInput!) {
    issueVitalEvent(input: \$input) { vitalEvent { status
        payments { receiptNumber amount currency } } } }\",
    \"variables\": {\"input\": {\"idempotencyKey\": \"issue-$run\", \"id\": \"$id\",
        \"payment\": {\"amount\": \"12.10\", \"currency\": \"EUR\",
            \"outcome\": \"COMPLETED\", \"paidAt\": \"$now\"}}}}")
echo "The portal issues: $issued"
echo "Receipt $(printf '%s' "$issued" | value receiptNumber):" \
    "$(printf '%s' "$issued" | value amount) $(printf '%s' "$issued" | value currency)"

echo 'The trail:'
admin=$($selfsame token --user admin)
trail=$(ask "$admin" "{\"query\": \"{ auditLog(first: 100, orderBy: INSERTED_AT_ASC,
    filter: {resource: \\\"vital_event\\\", resourceId: \\\"$record\\\"}) {
    nodes { action actorId clientId changeset } } }\"}")
printf '%s\n' "$trail" | sed 's/{"action"/\n&/g'
