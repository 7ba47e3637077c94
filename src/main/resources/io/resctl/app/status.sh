# Prints what a person wants to know of this host, a line each: KEY VALUE. Changes nothing, and waits for nothing longer than eight seconds: a client in a container of a busy host takes some.
echo "clock $(date +%s.%N)"
number=$(sed -n 's/^ *"epoch": *\([0-9][0-9]*\).*/\1/p' "$lease" 2>/dev/null)
if [ -n "$number" ]; then
    echo "epoch $number"
    for key in live primary since by; do
        echo "$key $(sed -n "s/^ *\"$key\": *\"\([^\"]*\)\".*/\1/p" "$lease")"
    done
fi
{ IFS= read -r word && IFS= read -r _ && IFS= read -r _ && IFS= read -r reason; } 2>/dev/null <"/run/resctl-$site/verdict" &&
    echo "guard $word: $reason"
# Bytes. A folder that is not there yet will be on the file system of the one above it.
folder=$srv
while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
echo "disk $(timeout 3 df --output=avail,size -B1 -- "$folder" 2>/dev/null | tail -n 1)"
[ ! -d "$srv/relay-copies" ] || echo "copies $(timeout 3 du -sb -- "$srv/relay-copies" 2>/dev/null | cut -f 1)"
# Names of backups begin with their number and the time they were begun at.
for kind in made copy; do
    name=$(timeout 3 find "$backups/$kind" -mindepth 2 -maxdepth 2 -type d -name '[0-9]*-*Z-*' -printf '%f\n' 2>/dev/null | sort -t - -k 2 | tail -n 1)
    [ -z "$name" ] || echo "$kind $name"
done
[ ! -r "$backups/verified.json" ] || echo "verified $(tr -d '\n' <"$backups/verified.json")"
command -v docker >/dev/null || exit 0
# What nobody saw is not absent.
rows=$(timeout 3 docker ps -a --no-trunc --filter "label=io.resctl.site=$site" --format 'container {{.Names}} {{.Status}}' </dev/null) || {
    echo "engine silent"
    exit 0
}
printf '%s\n' "$rows"
running=$(timeout 3 docker inspect -f '{{.State.Running}}' "$database" 2>/dev/null </dev/null) || [ $? != 124 ] || echo "engine silent"
[ "$running" = true ] || exit 0
printf '%s' "$look" | timeout 8 docker exec -i -u mysql "$database" sh -c "read -r first </proc/1/comm; [ \"\$first\" = mariadbd ] || exit 1
$files
exec mariadb -u mysql --vertical --binary-mode --default-character-set=utf8mb4 --force" 2>/dev/null | sed 's/^/sql /'
exit 0
