# Removes the lock. Variables: lock, run (whose lock; empty: anybody's). Prints the owner that was removed; exit 17: there is none, or it is not ours.
parent=${lock%/*}
[ -d "$parent" ] || exit 17
exec 9<"$parent" && flock -w 10 9 || exit 1
[ -e "$lock" ] || exit 17
[ -z "$run" ] || [ "$(cat "$lock/run" 2>/dev/null)" = "$run" ] || exit 17
cat "$lock/owner" 2>/dev/null
rm -rf "$lock.stolen" && mv -T "$lock" "$lock.stolen" && rm -rf "$lock.stolen"
