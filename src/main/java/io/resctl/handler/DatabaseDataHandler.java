package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseData.Seed;
import io.resctl.resource.Known;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * A server's data. The first server makes its own; every other is seeded: the source offers one backup to one address, the target receives it beside the
 * place where it belongs, prepares it, and moves it there last. So the folder exists only when it is whole, or it is marked as begun.
 */
final class DatabaseDataHandler implements Handler<DatabaseData> {
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(12);

    @Override
    public Script question(DatabaseData data) {
        return variables(Script.of("""
                        if [ -e "$path" ] && [ ! -d "$path" ]; then
                            unknown "$path exists but is not a folder"
                        elif [ -e "$path/$begun" ]; then
                            attr data new
                        elif [ -d "$path/mysql" ]; then
                            attr data present
                        elif [ -n "$(ls -A -- "$path" 2>/dev/null)" ]; then
                            attr data foreign
                        elif [ -e "$path.seeding" ]; then
                            attr data "half seeded"
                        else
                            absent
                        fi
                        """), data);
    }

    @Override
    public List<Step> make(String host, DatabaseData data, Known known) {
        if (data.seedFrom().isEmpty()) {
            return List.of(new Step.Run(
                    host, variables(Script.of(Interlocks.ASK + ALONE + BEGIN), data), Duration.ofMinutes(5)));
        }
        Seed seed = data.seedFrom().get();
        String token = token(seed, known.secret(Names.REPLICATION_PASSWORD).orElseThrow());
        Script receive = variables(Script.of(Interlocks.ASK + ALONE + RECEIVE), data)
                .with("image", data.image())
                .with("source", seed.host())
                .with("address", seed.address())
                .with("port", Integer.toString(seed.port()))
                .with("token", token);
        return List.of(
                new Step.Run(seed.host(), source(END + OFFER, seed).with("token", token), SHORT),
                new Step.Run(host, receive, LONG),
                new Step.Run(seed.host(), source(END, seed), SHORT));
    }

    /** Away first, then gone: a removal that is killed leaves nothing that looks like data. */
    @Override
    public List<Step> remove(String host, DatabaseData data, boolean everything) {
        if (!everything) {
            return List.of();
        }
        Script script = variables(Script.of("""
                        gone="$path.removed"
                        rm -rf --one-file-system -- "$gone" "$path.seeding"
                        if [ -e "$path" ]; then mv -T -- "$path" "$gone"; fi
                        rm -rf --one-file-system -- "$gone"
                        """), data);
        return List.of(new Step.Run(host, script, Duration.ofMinutes(10)));
    }

    private static Script variables(Script script, DatabaseData data) {
        return Interlocks.with(script, data.interlock())
                .with("path", data.path())
                .with("owner", data.owner().toString())
                .with("container", data.container())
                .with("helper", data.container() + "-seed")
                .with("begun", DatabaseData.BEGUN);
    }

    private static Script source(String code, Seed seed) {
        return Script.of(code)
                .with("container", seed.container())
                .with("address", seed.address())
                .with("target", seed.targetAddress())
                .with("port", Integer.toString(seed.port()));
    }

    /** Known to both ends and to nobody else, and never stored: from a password that both hosts keep anyway. */
    private static String token(Seed seed, String password) {
        try {
            String text = "resctl-seed\n" + password + "\n" + seed.targetAddress() + "\n" + seed.port() + "\n";
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * One at a time. What an earlier run began goes on when that run is killed: its helper is removed, so that it ends, unless it has come so far that it
     * finishes. What is not whole then goes: the server is stopped, the folder emptied, the mark last.
     */
    private static final String ALONE = """
            exec 9<"${path%/*}"
            docker rm -f -- "$helper" >/dev/null 2>&1 || true
            if ! flock -n 9; then
                echo "progress: waiting for what an earlier run began" >&2
                if ! flock -w 600 9; then
                    echo "an earlier run is still making $path; nothing was changed. Apply again when it is done" >&2
                    exit 1
                fi
            fi
            docker rm -f -- "$helper" >/dev/null 2>&1 || true
            runs() { [ "$(docker container inspect -f '{{.State.Running}}' "$container" 2>/dev/null)" = true ]; }
            # Only a server that is still being set up finishes what it began.
            tries=0
            while [ -e "$path/$begun" ] && runs && ! docker exec "$container" grep -qx mariadbd /proc/1/comm 2>/dev/null; do
                tries=$((tries + 1))
                if [ "$tries" -ge 240 ]; then
                    echo "$container has been setting up its data in $path for two minutes: see docker logs $container" >&2
                    exit 1
                fi
                sleep 0.5
            done
            if [ -d "$path/mysql" ] && [ ! -e "$path/$begun" ]; then exit 0; fi
            if [ ! -e "$path/$begun" ] && [ -n "$(ls -A -- "$path" 2>/dev/null)" ]; then
                echo "there is something in $path that is not a database: move it away, then apply again" >&2
                exit 1
            fi
            if runs; then
                ask_to_stop
                docker stop -- "$container" >/dev/null
            fi
            if [ -d "$path" ]; then find "$path" -xdev -mindepth 1 ! -path "$path/$begun" -delete; fi
            rm -rf --one-file-system -- "$path.seeding"
            """;

    /** The server fills it when it starts, and takes the mark away when it has done so. */
    private static final String BEGIN = """
            mkdir -p -m 0750 -- "$path"
            : >"$path/$begun"
            chown -- "$owner" "$path" "$path/$begun"
            """;

    /** A backup whose receiver is gone would go on in the container, and keep its locks: it is found by its folder. */
    private static final String END = """
            unit="resctl-seed-$port.service"
            folder="/run/resctl/seed-$port"
            systemctl stop "$unit" 2>/dev/null || true
            systemctl reset-failed "$unit" 2>/dev/null || true
            docker exec -u mysql "$container" sh -c '
                for process in /proc/[0-9]*; do
                    if tr "\\000" "\\n" <"$process/cmdline" | grep -qxF -- "--target-dir=/tmp/resctl-seed-$0"; then kill -9 "${process#/proc/}"; fi
                done
                rm -rf -- "/tmp/resctl-seed-$0"' "$port" >/dev/null 2>&1 || true
            rm -rf -- "$folder"
            """;

    /** One connection, from one address, that knows the token. It ends by itself when nobody comes. */
    private static final String OFFER = """
            if ! docker exec -u mysql "$container" grep -qx mariadbd /proc/1/comm 2>/dev/null; then
                echo "the server that a backup shall come from ($container) does not run: apply again when it does" >&2
                exit 1
            fi
            mkdir -p -- "${folder%/*}"
            mkdir -m 0700 -- "$folder"
            umask 077
            printf '%s\\n' "$token" >"$folder/token"
            printf '%s\\n' "$container" >"$folder/container"
            cat >"$folder/serve" <<'END'
            cd "${0%/*}" || exit 1
            IFS= read -r said
            [ "$said" = "$(cat token)" ] || { echo "somebody without the token was turned away" >&2; exit 1; }
            exec docker exec -u mysql "$(cat container)" mariadb-backup --backup --stream=mbstream --user=mysql "--target-dir=/tmp/resctl-${PWD##*/}"
            END
            systemd-run --quiet --collect --unit="$unit" -p RuntimeMaxSec=12h -p ExecStopPost="/bin/rm -rf $folder" \\
                socat -t 86400 "TCP-LISTEN:$port,bind=$address,range=$target/32,reuseaddr,accept-timeout=300" "EXEC:/bin/sh $folder/serve"
            """;

    private static final String RECEIVE = """
            if [ -d "$path" ]; then rm -rf --one-file-system -- "$path"; fi
            work="$path.seeding"
            mkdir -m 0750 -- "$work"
            chown -- "$owner" "$work"
            in_image() {
                tool=$1
                shift
                docker run --rm -i --name "$helper" --network none --user "$owner" --entrypoint "$tool" \\
                    --mount "type=bind,source=$work,target=/seed" "$image" "$@"
            }
            (
                exec 9<&-
                while sleep 3; do
                    [ -d "$work" ] || exit 0
                    echo "progress: received $(du -sm -- "$work" | cut -f 1) MB from $source" >&2
                done
            ) &
            watcher=$!
            trap 'kill "$watcher" 2>/dev/null || true; rm -rf --one-file-system -- "$work"' EXIT
            echo "progress: asking $source for a backup" >&2
            whole=yes
            said=$(printf '%s\\n' "$token" | socat -t 86400 - "TCP:$address:$port,retry=40,interval=0.5" | in_image mbstream -x -C /seed 2>&1) || whole=no
            # The last file of a backup.
            if [ ! -e "$work/mariadb_backup_info" ] && [ ! -e "$work/xtrabackup_info" ]; then whole=no; fi
            if [ "$whole" = no ]; then
                printf 'the backup from %s did not arrive whole (%s). See there: journalctl -u resctl-seed-%s. Nothing was changed here; apply again\\n' \\
                    "$source" "$said" "$port" >&2
                exit 1
            fi
            kill "$watcher" 2>/dev/null || true
            echo "progress: preparing the backup from $source" >&2
            if ! said=$(in_image mariadb-backup --prepare --target-dir=/seed </dev/null 2>&1); then
                printf 'the backup from %s could not be prepared: %s\\n' "$source" "$(printf '%s' "$said" | tail -n 3)" >&2
                exit 1
            fi
            for info in mariadb_backup_binlog_info xtrabackup_binlog_info; do
                if [ -e "$work/$info" ]; then cut -f 3 <"$work/$info" | tr -d '\\n' >"$work/resctl-seed-position"; fi
            done
            chown -R -- "$owner" "$work"
            sync -f "$work"
            mv -T -- "$work" "$path"
            """;
}
