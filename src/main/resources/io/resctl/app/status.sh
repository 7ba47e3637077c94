# Prints what a person wants to know of this host, a line each: KEY VALUE. Changes nothing.
number=$(sed -n 's/^ *"epoch": *\([0-9][0-9]*\).*/\1/p' "$lease" 2>/dev/null)
if [ -n "$number" ]; then
    echo "epoch $number"
    for key in live primary since by; do
        echo "$key $(sed -n "s/^ *\"$key\": *\"\([^\"]*\)\".*/\1/p" "$lease")"
    done
fi
{ IFS= read -r word && IFS= read -r _ && IFS= read -r _ && IFS= read -r reason; } 2>/dev/null <"/run/resctl-$site/verdict" &&
    echo "guard $word: $reason"
command -v docker >/dev/null || exit 0
# What nobody saw is not absent.
rows=$(timeout 10 docker ps -a --no-trunc --filter "label=io.resctl.site=$site" --format 'container {{.Names}} {{.Status}}' </dev/null) || {
    echo "engine silent"
    exit 0
}
printf '%s\n' "$rows"
running=$(timeout 10 docker inspect -f '{{.State.Running}}' "$database" 2>/dev/null </dev/null) || [ $? != 124 ] || echo "engine silent"
[ "$running" = true ] || exit 0
timeout 10 docker exec -i -u mysql "$database" mariadb -u mysql -N -B <<'SQL' 2>/dev/null
SELECT CONCAT('db.read_only ', @@global.read_only);
SELECT CONCAT('db.position ', IF(@@global.gtid_binlog_pos = '', @@global.gtid_slave_pos, @@global.gtid_binlog_pos));
SQL
timeout 10 docker exec -i -u mysql "$database" mariadb -u mysql -e 'SHOW ALL SLAVES STATUS\G' 2>/dev/null |
    sed -n 's/^ *\([A-Za-z_]*\): \{0,1\}\(.*\)$/slave.\1 \2/p'
exit 0
