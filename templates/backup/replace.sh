# shellcheck shell=bash disable=SC2154 # most variables are set in backup.conf and common.sh
# Restored data in the place of the site's. Nothing is deleted: what was there is moved aside, and stays until an administrator removes it.

aside() {
    local tries=0 old
    systemctl stop -- "$unit" 2>/dev/null
    while [ "$(docker inspect -f '{{.State.Running}}' "$container" 2>/dev/null)" = true ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 120 ] || fail "the database server in $container does not stop, so its data were not moved"
        sleep 1
    done
    [ -e "$data" ] || return 0
    old=$data.before-$(stamp)
    mv -T -- "$data" "$old" || fail "$data could not be moved aside; it is still in its place"
    printf 'aside %s\n' "$old"
}

put() {
    local folder=$restores/replace name=resctl-$site-replace reached
    [ -d "$folder/data/mysql" ] || fail "no restored data are in $folder"
    # Numbers that the old history used already must not be given again: somebody may still hold transactions of it.
    reached=$(echo 'SELECT @@gtid_binlog_pos;' | inside)
    if [[ $reached =~ ^0-[0-9]+-([0-9]+)$ ]]; then
        printf 'SET gtid_seq_no = %s; CREATE DATABASE IF NOT EXISTS resctl;' "$((BASH_REMATCH[1] + 1000000))" | inside ||
            fail "the restored server does not take its new position; nothing was replaced"
    fi
    docker stop -t 600 -- "$name" >/dev/null
    [ "$(docker inspect -f '{{.State.Running}} {{.State.ExitCode}}' "$name")" = "false 0" ] || fail "the restored server did not stop cleanly; nothing was replaced"
    docker rm -- "$name" >/dev/null
    aside
    chmod 0750 -- "$folder/data"
    mkdir -p -- "${data%/*}"
    mv -T -- "$folder/data" "$data" || fail "the restored data could not be moved to $data: they are in $folder/data"
    rm -rf --one-file-system -- "$folder"
    sync -- "${data%/*}"
    # Where there never was a server, the next apply creates it.
    if docker container inspect "$container" >/dev/null 2>&1; then systemctl start --no-block -- "$unit"; fi
    printf 'replaced %s\n' "${reached:--}"
}
