package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Packages;
import java.time.Duration;
import java.util.List;

/**
 * Debian packages. Each wish is a word of alternatives, {@code a|b>=2|kernel:wireguard}: any that is there will do (a version may be demanded, or a
 * module of the kernel stand in), and the first that the host's sources have is installed. What was really installed, with what it needed, is recorded:
 * only that is removed again.
 */
final class PackagesHandler implements Handler<Packages> {
    private static final String FUNCTIONS = """
            installed_version() { dpkg-query -W -f '${db:Status-Status} ${Version}' -- "$1" 2>/dev/null | sed -n 's/^installed //p'; }
            there() {
                case $1 in
                kernel:*) [ -d "/sys/module/${1#kernel:}" ] || modinfo -n "${1#kernel:}" >/dev/null 2>&1 ;;
                *'>='*) v=$(installed_version "${1%%>=*}") && [ -n "$v" ] && dpkg --compare-versions "$v" ge "${1##*>=}" ;;
                *) [ -n "$(installed_version "$1")" ] ;;
                esac
            }
            any_there() {
                rest=$1'|'
                while [ -n "$rest" ]; do
                    if there "${rest%%|*}"; then return 0; fi
                    rest=${rest#*|}
                done
                return 1
            }
            """;

    private static final String APT = """
            export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l LC_ALL=C
            log=$(mktemp)
            trap 'rm -f -- "$log"' EXIT
            all_installed() { dpkg-query -W -f '${db:Status-Status} ${binary:Package}\\n' | sed -n 's/^installed //p' | LC_ALL=C sort; }
            apt() {
                { s=0; apt-get -y -q -o DPkg::Lock::Timeout=180 -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 "$@" 3>&1 >"$log" 2>&1 </dev/null || s=$?
                  echo "end:$s"; } | {
                    last=
                    while IFS=: read -r kind what percent text; do
                        case $kind in
                        dlstatus|pmstatus)
                            if [ "$kind${percent%?.*}" != "$last" ]; then
                                last=$kind${percent%?.*}
                                echo "progress: ${percent%%.*} % $text" >&2
                            fi ;;
                        end) exit "$what" ;;
                        esac
                    done
                }
            }
            why() { grep -E '^(E|W): ' "$log" | tail -n 4 >&2 || tail -n 4 -- "$log" >&2; }
            """;

    @Override
    public Script question(Packages packages) {
        return Script.of("""
                        if ! command -v dpkg-query >/dev/null; then
                            unknown "this host has no dpkg, so it is neither Debian nor Ubuntu"
                        else
                        """ + FUNCTIONS + """
                            while IFS= read -r wish; do
                                if any_there "$wish"; then attr "$wish" installed; else attr "$wish" missing; fi
                            done <<EOF
                        $packages
                        EOF
                        fi
                        """).with("packages", List.copyOf(packages.packages()));
    }

    @Override
    public List<Step> make(String host, Packages packages, Known known) {
        Script script = Script.of(FUNCTIONS + APT + """
                        candidate() {
                            v=$(apt-cache policy -- "$1" 2>/dev/null | sed -n 's/^  Candidate: //p')
                            [ -n "$v" ] && [ "$v" != '(none)' ] || return 1
                            [ -z "$2" ] || dpkg --compare-versions "$v" ge "$2"
                        }
                        choose() {
                            rest=$1'|'
                            while [ -n "$rest" ]; do
                                one=${rest%%|*}
                                rest=${rest#*|}
                                case $one in
                                kernel:*) ;;
                                *'>='*) if candidate "${one%%>=*}" "${one##*>=}"; then echo "${one%%>=*}" && return 0; fi ;;
                                *) if candidate "$one" ""; then echo "$one" && return 0; fi ;;
                                esac
                            done
                            return 1
                        }
                        choose_all() {
                            chosen= without=
                            while IFS= read -r wish; do
                                if any_there "$wish"; then continue; fi
                                if name=$(choose "$wish"); then chosen="$chosen $name"; else without="$without $wish"; fi
                            done <<EOF
                        $packages
                        EOF
                        }
                        update() {
                            echo "progress: reading the lists of the package sources" >&2
                            tries=0
                            until apt update; do
                                tries=$((tries + 1))
                                if [ "$tries" -ge 6 ] || ! grep -q 'ock' "$log"; then
                                    echo "the package sources cannot be read: check /etc/apt/sources.list* and the host's way to them" >&2
                                    why
                                    exit 1
                                fi
                                sleep 10
                            done
                        }
                        choose_all
                        if [ -n "$without" ]; then
                            update
                            choose_all
                        fi
                        if [ -n "$without" ]; then
                            echo "the package sources of this host do not have$without: add a source that has, then apply again" >&2
                            exit 1
                        fi
                        if [ -n "$chosen" ]; then
                            before=$(all_installed)
                            # Half-configured by a run that was cut off.
                            dpkg --configure -a >"$log" 2>&1 </dev/null || true
                            echo "progress: installing$chosen" >&2
                            # shellcheck disable=SC2086 # package names are words
                            if ! apt --no-install-recommends install $chosen; then
                                update
                                if ! apt --no-install-recommends install $chosen; then
                                    echo "these packages could not be installed:$chosen" >&2
                                    why
                                    exit 1
                                fi
                            fi
                            mkdir -p -- "${record%/*}"
                            new=$(printf '%s\\n' "$before" >"$log"; all_installed | LC_ALL=C comm -13 "$log" -)
                            { cat -- "$record" 2>/dev/null || true; printf '%s\\n' "$new"; } | LC_ALL=C sort -u >"$record.new"
                            mv -f -- "$record.new" "$record"
                            printf 'fact packages.installed %s\\n' "$(tr '\\n' ' ' <"$record")"
                        fi
                        if command -v docker >/dev/null && ! docker version >/dev/null 2>&1; then
                            echo "progress: starting the Docker engine" >&2
                            if ! systemctl start docker.service 2>/dev/null || ! docker version >/dev/null 2>&1; then
                                echo "the Docker engine does not start; it said last:" >&2
                                journalctl --no-pager -o cat -n 5 -u docker.service >&2 || true
                                exit 1
                            fi
                        fi
                        """)
                .with("packages", List.copyOf(packages.packages()))
                .with("record", record(packages));
        return List.of(new Step.Run(host, script, Duration.ofMinutes(20)));
    }

    @Override
    public List<Step> remove(String host, Packages packages, boolean data) {
        Script script = Script.of(APT + """
                        if [ ! -s "$record" ]; then exit 0; fi
                        # shellcheck disable=SC2046 # package names are words
                        if ! apt purge $(cat -- "$record"); then
                            echo "the packages that resctl had installed could not be removed:" >&2
                            why
                            exit 1
                        fi
                        rm -f -- "$record"
                        """).with("record", record(packages));
        return List.of(new Step.Run(host, script, Duration.ofMinutes(15)));
    }

    private static String record(Packages packages) {
        return "/var/lib/resctl/" + packages.name() + "/packages";
    }
}
