# A sign of life of the lock's owner. Exit 17: the lock is no longer ours.
[ "$(cat "$lock/run" 2>/dev/null)" = "$run" ] || exit 17
touch "$lock/beat"
