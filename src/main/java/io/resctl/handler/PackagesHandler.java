package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Packages;
import java.time.Duration;
import java.util.List;

/**
 * Debian packages. Each wish is a word of alternatives, {@code a|b>=2|kernel:wireguard}: any that is there will do (a version may be demanded, or a
 * module of the kernel stand in), and the first that the host's sources have is installed. What was really installed, with what it needed, is recorded:
 * only that is removed again, by {@link PackagesRemoval}.
 */
final class PackagesHandler implements Handler<Packages> {
    /** One asked for by itself, as it is now. */
    private static final String NOW = """
            installed_version() { dpkg-query -W -f '${db:Status-Status} ${Version}' -- "$1" 2>/dev/null | sed -n 's/^installed //p'; }
            """;

    /** All that {@code $packages} names, asked for at once. */
    private static final String AT_ONCE = """
            names=$(printf '%s\\n' "$packages" | tr '|' '\\n' | sed 's/>=.*//; /^kernel:/d')
            # shellcheck disable=SC2086 # one word a package
            versions=$(dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\\n' -- $names 2>/dev/null)
            installed_version() {
                while read -r state name version; do
                    if [ "$state $name" = "installed $1" ]; then echo "$version"; fi
                done <<EOF
            $versions
            EOF
            }
            """;

    /** Needs {@code installed_version}. */
    private static final String WISHES = """
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
            trap 'rm -f -- "$log" "$log.traces"' EXIT
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

    /**
     * Ours is what apt itself, under its lock, said that it was about to install where nothing was, and what is there afterwards: not what another program
     * installed meanwhile, nor what somebody had removed and left traces of.
     */
    private static final String RECORD = """
            traces() { dpkg-query -W -f '${db:Status-Status} ${Package}\\n' | sed -n 's/^config-files //p'; }
            install() {
                traces >"$log.traces"
                s=0
                apt --no-install-recommends --no-remove -o "DPkg::Pre-Install-Pkgs::=cat >>$record-coming" \\
                    -o DPkg::Tools::Options::cat::Version=3 install "$@" || s=$?
                claim
                return "$s"
            }
            claim() {
                if [ ! -e "$record-coming" ]; then return 0; fi
                sed -n 's,^\\([^ ]*\\) - - none < [^ ]* \\([^ ]*\\) [^ ]* /.*,\\1:\\2,p' "$record-coming" | while read -r name; do
                    if [ -n "$(installed_version "$name")" ] && ! grep -qxF -- "${name%%:*}" "$log.traces"; then echo "$name"; fi
                done >"$record-new"
                if [ -e "$record" ]; then cat -- "$record" >>"$record-new"; fi
                LC_ALL=C sort -u -o "$record-new" -- "$record-new"
                mv -f -- "$record-new" "$record"
                rm -f -- "$record-coming"
            }
            """;

    @Override
    public Script question(Packages packages) {
        return Script.of("""
                        if ! command -v dpkg-query >/dev/null; then
                            unknown "this host has no dpkg, so it is neither Debian nor Ubuntu"
                        else
                        """ + AT_ONCE + WISHES + """
                            while IFS= read -r wish; do
                                if any_there "$wish"; then attr "$wish" installed; else attr "$wish" missing; fi
                            done <<EOF
                        $packages
                        EOF
                            if [ -s "$record" ] || [ -n "$(ls -- "$record".* 2>/dev/null)" ]; then
                                attr "$ours" "$(cat -- "$record" "$record".* 2>/dev/null | sed 's/:.*//' | LC_ALL=C sort -u | tr '\\n' ' ')"
                            fi
                        fi
                        """)
                .with("packages", List.copyOf(packages.packages()))
                .with("record", record(packages))
                .with("ours", Packages.OURS);
    }

    @Override
    public List<Step> make(String host, Packages packages, Known known) {
        Script script = Script.of(NOW + WISHES + APT + RECORD + """
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
                            mkdir -p -- "${record%/*}"
                            # Half-configured by a run that was cut off.
                            dpkg --configure -a >"$log" 2>&1 </dev/null || true
                            : >"$log.traces"
                            claim
                            echo "progress: installing$chosen" >&2
                            # shellcheck disable=SC2086 # package names are words
                            if ! install $chosen; then
                                update
                                if ! install $chosen; then
                                    echo "these packages could not be installed:$chosen" >&2
                                    why
                                    exit 1
                                fi
                            fi
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
        Script script = PackagesRemoval.SCRIPT.with("record", record(packages));
        return List.of(new Step.Run(host, script, Duration.ofMinutes(15)));
    }

    private static String record(Packages packages) {
        return "/var/lib/resctl/" + packages.name() + "/packages";
    }
}
