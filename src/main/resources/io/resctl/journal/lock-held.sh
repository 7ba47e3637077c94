# Variables: lock, run. Exit 17: the lock is no longer ours.
[ "$(cat "$lock/run" 2>/dev/null)" = "$run" ] || { echo "this run does not hold the site's lock any more: another one took it meanwhile" >&2; exit 17; }
