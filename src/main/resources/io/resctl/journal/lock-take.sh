# Takes the site's lock on this host. Variables: lock, run, owner (JSON), expiry (seconds), gone (run of an owner that is known to be dead, or empty).
# Exit 0: taken. Exit 17: held; owner's JSON and then the seconds of its silence on standard output.
parent=${lock%/*}
mkdir -p "$parent" && chmod 0755 "$parent" || exit 1
exec 9<"$parent" && flock -w 10 9 || { echo "another process is changing the lock for more than 10 s" >&2; exit 1; }
if [ -e "$lock" ]; then
    beat=$lock/beat
    [ -e "$beat" ] || beat=$lock
    silence=$(($(date +%s) - $(stat -c %Y "$beat")))
    holder=$(cat "$lock/run" 2>/dev/null)
    if [ "$holder" != "$run" ] && [ "$silence" -le "$expiry" ] && { [ -z "$gone" ] || [ "$holder" != "$gone" ]; }; then
        cat "$lock/owner" 2>/dev/null
        printf '\n%s\n' "$silence"
        exit 17
    fi
    rm -rf "$lock.stolen" && mv -T "$lock" "$lock.stolen" && rm -rf "$lock.stolen" || exit 1
fi
rm -rf "$lock.new" && mkdir -m 0700 "$lock.new" || exit 1
printf '%s' "$owner" >"$lock.new/owner" && printf '%s' "$run" >"$lock.new/run" && : >"$lock.new/beat" || exit 1
mv -T "$lock.new" "$lock"
