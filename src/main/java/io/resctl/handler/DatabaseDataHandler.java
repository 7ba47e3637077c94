package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.resource.Known;
import io.resctl.resource.Resource.DatabaseData;
import io.resctl.resource.Resource.Seed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * A server's data. The first server makes its own; every other is seeded: the source offers one backup to one address, the target receives it beside the
 * place where it belongs, prepares it, and moves it there last. So the folder exists only when it is whole.
 */
final class DatabaseDataHandler implements Handler<DatabaseData> {
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(12);

    @Override
    public Script question(DatabaseData data) {
        return Script.of("if [ -d \"$path\" ]; then attr data present; else absent; fi\n")
                .with("path", data.path());
    }

    @Override
    public List<Step> make(String host, DatabaseData data, Known known) {
        if (data.seedFrom().isEmpty()) {
            Script fresh = Script.of("mkdir -p -m 0750 -- \"$path\"\nchown -- \"$owner\" \"$path\"\n")
                    .with("path", data.path())
                    .with("owner", data.owner().toString());
            return List.of(new Step.Run(host, fresh, SHORT));
        }
        Seed seed = data.seedFrom().get();
        String token = token(seed, known.secret(Names.REPLICATION_PASSWORD).orElseThrow());
        return List.of(
                new Step.Run(seed.host(), source(OFFER, seed).with("token", token), SHORT),
                new Step.Run(
                        host,
                        Script.of(RECEIVE)
                                .with("path", data.path())
                                .with("owner", data.owner().toString())
                                .with("image", data.image())
                                .with("helper", data.container() + "-seed")
                                .with("source", seed.host())
                                .with("address", seed.address())
                                .with("port", Integer.toString(seed.port()))
                                .with("token", token),
                        LONG),
                new Step.Run(seed.host(), source(WITHDRAW, seed), SHORT));
    }

    @Override
    public List<Step> remove(String host, DatabaseData data, boolean everything) {
        if (!everything) {
            return List.of();
        }
        Script script = Script.of("rm -rf --one-file-system -- \"$path\" \"$path.seeding\"\n")
                .with("path", data.path());
        return List.of(new Step.Run(host, script, Duration.ofMinutes(10)));
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

    /** One connection, from one address, that knows the token. It ends by itself when nobody comes. */
    private static final String OFFER = """
            unit="resctl-seed-$port.service"
            folder="/run/resctl/seed-$port"
            systemctl stop "$unit" 2>/dev/null || true
            systemctl reset-failed "$unit" 2>/dev/null || true
            if ! docker exec -u mysql "$container" grep -qx mariadbd /proc/1/comm 2>/dev/null; then
                echo "the server that a backup shall come from ($container) does not run: apply again when it does" >&2
                exit 1
            fi
            rm -rf -- "$folder"
            mkdir -p -- "${folder%/*}"
            mkdir -m 0700 -- "$folder"
            umask 077
            printf '%s\\n' "$token" >"$folder/token"
            printf '%s\\n' "$container" >"$folder/container"
            cat >"$folder/serve" <<'END'
            cd "${0%/*}" || exit 1
            IFS= read -r said
            [ "$said" = "$(cat token)" ] || { echo "somebody without the token was turned away" >&2; exit 1; }
            exec docker exec -u mysql "$(cat container)" mariadb-backup --backup --stream=mbstream --user=mysql --target-dir=/tmp/resctl-seed
            END
            systemd-run --quiet --collect --unit="$unit" -p RuntimeMaxSec=12h -p ExecStopPost="/bin/rm -rf $folder" \\
                socat -t 86400 "TCP-LISTEN:$port,bind=$address,range=$target/32,reuseaddr,accept-timeout=300" "EXEC:/bin/sh $folder/serve"
            """;

    private static final String WITHDRAW = """
            systemctl stop "resctl-seed-$port.service" 2>/dev/null || true
            rm -rf -- "/run/resctl/seed-$port"
            """;

    private static final String RECEIVE = """
            if [ -d "$path" ]; then exit 0; fi
            work="$path.seeding"
            docker rm -f -- "$helper" >/dev/null 2>&1 || true
            rm -rf --one-file-system -- "$work"
            mkdir -m 0750 -- "$work"
            chown -- "$owner" "$work"
            in_image() {
                tool=$1
                shift
                docker run --rm -i --name "$helper" --network none --user "$owner" --entrypoint "$tool" \\
                    --mount "type=bind,source=$work,target=/seed" "$image" "$@"
            }
            (
                while sleep 3; do
                    [ -d "$work" ] || exit 0
                    echo "progress: received $(du -sm -- "$work" | cut -f 1) MB from $source" >&2
                done
            ) &
            watcher=$!
            trap 'kill "$watcher" 2>/dev/null || true' EXIT
            echo "progress: asking $source for a backup" >&2
            said=$(printf '%s\\n' "$token" | socat -t 86400 - "TCP:$address:$port,retry=40,interval=0.5" | in_image mbstream -x -C /seed 2>&1) || true
            if [ ! -e "$work/mariadb_backup_info" ] && [ ! -e "$work/xtrabackup_info" ]; then
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
