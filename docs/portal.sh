# What docs/portal.md runs with: `. docs/portal.sh`, from the directory where Selfsame was started,
# or from any other with the address of a sandbox. SELFSAME_URL says where it listens,
# SELFSAME_DATA_DIR which installation signs the tokens of users.

url=${SELFSAME_URL:-http://127.0.0.1:8000}
selfsame=${SELFSAME:-.venv/bin/selfsame}
patience=${PATIENCE:-20} # seconds until an answer is given up
pause=${PAUSE:-1}        # seconds before the second try; each further one doubles them
umask 077
work=${WORK:-$(mktemp -d)} # where a phone has its storage: the token, what is not answered yet

today=$(date -u +%Y-%m-%d)
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
run=$(date +%s)$$
# A name of this run's own, so that nobody on record resembles it.
name=$(printf '%s' "$run" | tr 0123456789 bdfgklmnrt | sed 's/./&&&/g')

# value NAME JSON: the first value of that name, a text or a number.
value() {
    printf '%s' "$2" | grep -oE "\"$1\":(\"[^\"]*\"|[0-9]+)" | head -n 1 | sed -E 's/^[^:]*:"?//; s/"$//'
}

# post TOKEN QUERY VARIABLES: one try. Sets answer, http (000: no answer came) and retry_after.
# Token and body come by standard input: everybody on the machine can read a program's arguments.
post() {
    body=$(printf '{"query": "%s", "variables": %s}' "$2" "$3" | tr -s '\n ' '  ' | sed 's/["\\]/\\&/g')
    headers=$(mktemp "$work/headers.XXXXXX")
    answer=$(printf 'header = "Authorization: Bearer %s"\ndata = "%s"\n' "$1" "$body" |
        curl --silent --max-time "$patience" --dump-header "$headers" --config - \
            -H 'Content-Type: application/json' --write-out '\n%{http_code}' "$url/graphql") || answer="
000"
    http=${answer##*
}
    answer=${answer%
*}
    retry_after=$(tr -d '\r' <"$headers" | sed -n 's/^[Rr]etry-[Aa]fter: *//p' | head -n 1)
    rm -f "$headers"
}

# ask TOKEN QUERY VARIABLES: one try, printed; for what people do here beside the portal. Errors fail.
ask() {
    post "$@"
    if [ "$http" = 000 ]; then
        echo "Nothing answers at $url/graphql; is Selfsame running? SELFSAME_URL says where." >&2
        return 1
    fi
    printf '%s\n' "$answer"
    case $answer in *'"errors"'*) return 1 ;; esac
}

# token_of USER: the token of somebody who works at the registry. In a sandbox their name is their
# password; elsewhere whoever runs Selfsame issues it.
token_of() {
    if curl --silent --fail --max-time "$patience" --output /dev/null "$url/sandbox"; then
        signed_in=$(printf '{"username": "%s", "password": "%s"}' "$1" "$1" |
            curl --silent --max-time "$patience" -H 'Content-Type: application/json' -d @- "$url/auth/sign-in")
        value accessToken "$signed_in"
    else
        $selfsame token --user "$1"
    fi
}

# new_token: a token of the portal's own, for ten minutes, in $work/token. Id and secret are those
# of createClient; a token that is there already is left until it is refused.
new_token() {
    given=$(printf 'user = "%s:%s"\n' "$client" "$secret" |
        curl --silent --max-time "$patience" --config - -d grant_type=client_credentials "$url/oauth/token") || given=
    value access_token "$given" >"$work/token"
}

# send QUERY VARIABLES: until there is an answer that says what became of it, and print that.
# It is safe as often as wanted because the variables hold an idempotency key, made once.
# Ends with 0 after an answer, 1 after a refusal of the whole request, 75 where it is to be kept
# and sent again later.
send() {
    tries=0
    seconds=$pause
    while [ $tries -lt 8 ]; do
        tries=$((tries + 1))
        post "$(cat "$work/token" 2>/dev/null)" "$1" "$2"
        case $http:$answer in
        401:*'"UNAUTHENTICATED"'*) new_token && continue ;; # expired meanwhile: the same again
        000:* | 429:* | 5*) ;;                              # no answer, or a later one
        200:*'"RATE_LIMITED"'*) retry_after=$(value retryAfter "$answer") ;; # an act's
        200:*) printf '%s\n' "$answer" && return 0 ;;
        *) printf '%s\n' "$answer" >&2 && return 1 ;;
        esac
        if [ "${retry_after:-0}" -gt 60 ]; then
            break
        fi
        sleep "${retry_after:-$seconds}"
        seconds=$((seconds * 2))
    done
    echo "Not answered: keep it, and send it again later." >&2
    return 75
}
