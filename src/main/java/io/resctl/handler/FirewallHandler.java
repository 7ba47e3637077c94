package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Firewall;
import io.resctl.resource.Known;
import java.time.Duration;
import java.util.List;

/**
 * The site's nftables table. When it is loaded, hashes of the file and of what the kernel then lists are kept: a difference from either is seen later. A
 * table that would shut out the running SSH session's port is refused. One that silences the host is taken back by the host itself: the file and the table that were
 * kept last are in their places again, or there is none.
 */
final class FirewallHandler implements Handler<Firewall> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Script question(Firewall firewall) {
        return variables("""
                if ! command -v nft >/dev/null; then
                    absent
                elif list=$(nft -s list table inet "$table" 2>&1); then
                    read -r file_then list_then 2>/dev/null <"$record"
                    file_now=$(sha256sum <"$file")
                    list_now=$(printf '%s\\n' "$list" | sha256sum)
                    if [ "${list_now%% *}" != "$list_then" ]; then
                        attr rules changed
                    elif [ "${file_now%% *}" != "$file_then" ]; then
                        attr rules outdated
                    else
                        attr rules loaded
                    fi
                else
                    case $list in
                    *"No such file"*) absent ;;
                    *) unknown "$list" ;;
                    esac
                fi
                """, firewall);
    }

    @Override
    public List<Step> make(String host, Firewall firewall, Known known) {
        return List.of(
                new Step.Run(host, variables(LOAD, firewall), PATIENCE),
                new Step.Run(host, variables(KEEP, firewall), PATIENCE));
    }

    private static final String LOAD = """
            # The port by which we came: from the nearest ancestor that knows it, since sudo drops the variable.
            pid=$$ connection=${SSH_CONNECTION:-}
            while [ -z "$connection" ] && [ "$pid" -gt 1 ]; do
                connection=$(tr '\\0' '\\n' <"/proc/$pid/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p')
                pid=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status")
            done
            port=${connection##* }
            ports=$(sed -n 's/^define ssh_ports = {\\(.*\\)}$/\\1/p' "$file")
            if [ -n "$port" ]; then
                case ",$(echo "$ports" | tr -d ' ')," in
                *",$port,"*) ;;
                *)
                    echo "sshd answers on port $port of this host, which the firewall would shut (it allows$ports): say 'ssh: { port: $port }' in the descriptor" >&2
                    exit 1 ;;
                esac
            fi
            if ! said=$(nft -c -f "$file" 2>&1); then
                printf 'the firewall was left as it is, since nft does not accept %s: %s\\n' "$file" "$said" >&2
                exit 1
            fi
            # If nobody comes back in time to keep the table, the host has the former one again.
            systemctl stop "$undo.timer" 2>/dev/null || true
            set -- nft delete table inet "$table"
            if [ -e "$kept" ]; then set -- -p ExecStartPre="/bin/cp -pf $kept $file" nft -f "$file"; fi
            systemd-run --quiet --collect --unit="$undo" -p Type=oneshot --on-active=30s --timer-property=AccuracySec=1s "$@"
            nft -f "$file"
            """;

    private static final String KEEP = """
            systemctl stop "$undo.timer" 2>/dev/null || true
            if ! list=$(nft -s list table inet "$table" 2>&1); then
                echo "the firewall's table $table was loaded but is gone: $list" >&2
                exit 1
            fi
            mkdir -p -- "${record%/*}"
            file_now=$(sha256sum <"$file")
            list_now=$(printf '%s\\n' "$list" | sha256sum)
            echo "${file_now%% *} ${list_now%% *}" >"$record"
            cp -p -- "$file" "$kept.new"
            mv -f -- "$kept.new" "$kept"
            """;

    @Override
    public List<Step> remove(String host, Firewall firewall, boolean data) {
        Script script = variables("""
                systemctl stop "$undo.timer" 2>/dev/null || true
                if nft list table inet "$table" >/dev/null 2>&1; then nft delete table inet "$table"; fi
                rm -f -- "$record" "$kept"
                """, firewall);
        return List.of(new Step.Run(host, script, PATIENCE));
    }

    private static Script variables(String code, Firewall firewall) {
        return Script.of("""
                        site=${file#/etc/resctl/}
                        record=/var/lib/resctl/${site%%/*}/$table.loaded
                        kept=/var/lib/resctl/${site%%/*}/$table.kept
                        undo=resctl-undo-$table
                        """ + code).with("table", firewall.table()).with("file", firewall.file());
    }
}
