package io.resctl.handler;

import io.resctl.host.Script;

/**
 * Removes what {@link PackagesHandler} recorded, and nothing else. By dpkg, which unlike apt never removes what it was not told to: a package that
 * something else depends on stays, and belongs to the system from then on. All of them stay while somebody may still work with them: another site, which
 * then removes them with its own, or containers that are not of this one.
 */
final class PackagesRemoval {
    /** Variables: record. */
    static final Script SCRIPT = Script.of("""
            export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l LC_ALL=C
            site=${record%/*}
            sites=${site%/*}
            rm -f -- "$record-coming" "$record-new"
            ours=$(cat -- "$record" "$record".* 2>/dev/null | sort -u)
            still() {
                for name in $ours; do
                    case $(dpkg-query -W -f '${db:Status-Status}' -- "$name" 2>/dev/null) in ''|not-installed) ;; *) echo "$name" ;; esac
                done
            }
            words() { printf '%s\\n' "$1" | sed 's/:.*//' | sort -u | tr '\\n' ' ' | sed 's/ $//'; }
            list() { printf '%s\\n' "$1" | head -n 5 | tr '\\n' ',' | sed 's/,$//; s/,/, /g'; }
            going=$(still)
            if [ -z "$going" ]; then
                rm -f -- "$record" "$record".*
                exit 0
            fi
            other=
            for manifest in "$sites"/*/manifest.json; do
                if [ -e "$manifest" ] && [ "${manifest%/*}" != "$site" ]; then other=${manifest%/*}; fi
            done
            if [ -n "$other" ]; then
                printf 'note the packages that resctl installed stay, since site %s is on this host too: %s\\tits own `resctl destroy --packages` removes them\\n' \\
                    "${other##*/}" "$(words "$going")"
                for one in "$record".*; do
                    if [ -e "$one" ]; then mv -f -- "$one" "$other/${one##*/}"; fi
                done
                if [ -e "$record" ]; then mv -f -- "$record" "$other/${record##*/}.${site##*/}"; fi
                exit 0
            fi
            if command -v docker >/dev/null && case $going in *docker*|*containerd*|*runc*) true ;; *) false ;; esac; then
                if ! foreign=$(docker ps -a --format '{{.Names}}' 2>/dev/null && docker volume ls -q 2>/dev/null); then
                    why='Docker does not answer, so whether others have containers there is not known'
                elif [ -n "$foreign" ]; then
                    why="Docker has containers or volumes that are not of this site: $(list "$foreign")"
                else
                    why=
                fi
                if [ -n "$why" ]; then
                    printf 'note the packages that resctl installed stay: %s\\twhen nobody needs them: apt-get purge %s\\n' "$why" "$(words "$going")"
                    rm -f -- "$record" "$record".*
                    exit 0
                fi
            fi
            log=$(mktemp)
            trap 'rm -f -- "$log"' EXIT
            tries=0
            while :; do
                # shellcheck disable=SC2086 # package names are words
                dpkg --abort-after=9999 --purge $going >"$log" 2>&1 </dev/null || true
                if ! grep -q 'lock was locked by another process' "$log" || [ "$tries" -ge 90 ]; then break; fi
                tries=$((tries + 1))
                echo "progress: waiting for another package manager to finish" >&2
                sleep 2
            done
            left=$(still)
            for name in $left; do
                plain=${name%%:*}
                if ! grep -A 1 -F -e "error processing package $plain (" -e "error processing package $plain:" "$log" | grep -q 'dependency problems'; then
                    echo "packages that resctl had installed could not be removed: $(words "$left")" >&2
                    grep -A 1 '^dpkg: error' "$log" | grep -v '^--' | tail -n 4 >&2 || tail -n 4 -- "$log" >&2
                    exit 1
                fi
            done
            if [ -n "$left" ]; then
                because=$(sed -n 's/^ \\(.* depends on .*\\)/\\1/p' "$log" | sed 's/[.;].*//' | sort -u)
                printf 'note these packages stay, since something else needs them: %s (%s)\\tthey are no longer counted as the work of resctl\\n' \\
                    "$(words "$left")" "$(list "$because")"
            fi
            rm -f -- "$record" "$record".*
            """);

    private PackagesRemoval() {}
}
