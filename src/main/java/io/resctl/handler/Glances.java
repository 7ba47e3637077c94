package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.sql.Client;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at much at once, before the first question, and leaves in variables what each wants to know: to look something up in a long text takes a shell
 * longer than to start a process.
 */
final class Glances {
    private Glances() {}

    /** What questions call, and the order of a unit: see the package's description. */
    static final String FUNCTIONS = """
            stat_of() {
                eval "stat_row=\\${$1-}"
                [ -n "$stat_row" ] || stat_row=$(stat -Lc '%04a %u:%g %.6Y' -- "$2" 2>/dev/null) || return 1
                stat_mode=${stat_row%% *}
                stat_time=${stat_row##* }
                stat_owner=${stat_row#* }
                stat_owner=${stat_owner% *}
            }
            show_units() { systemctl show --timestamp=us+utc -p LoadState -p ActiveState -p ActiveEnterTimestamp -p NeedDaemonReload "$@"; }
            unit_of() {
                eval "unit_said=\\${$1-}"
                # What is on its way may have come to an end meanwhile.
                case $unit_said in '' | *ActiveState=*activating*) unit_said=$(show_units -- "$2") || true ;; esac
            }
            enabled_of() {
                eval "unit_enabled=\\${enabled_$1-}"
                [ -n "$unit_enabled" ] || unit_enabled=$(systemctl is-enabled -- "$2" 2>/dev/null) || true
            }
            """;

    /** {@code $paths}, {@code $files} and {@code $names} (of units) hold a line {@code KEY NAME} for each. */
    private static final String FILES_AND_UNITS = """
            # LINES COMMAND…: runs the command with the lines as its last arguments.
            of_lines() (
                set -f
                IFS=$nl
                text=$1
                shift
                # shellcheck disable=SC2086 # one argument a line
                [ -z "$text" ] || "$@" -- $text
            )
            # KEYS LINES [PREFIX]: sets a variable to each line, if there are as many of both.
            set_each() {
                each=$2
                # shellcheck disable=SC2086 # one word a key
                set -- "${3-}" $1
                prefix=$1
                shift
                [ "$#" = "$(printf '%s\\n' "$each" | wc -l)" ] || return 0
                while IFS= read -r line; do
                    eval "$prefix$1=\\$line"
                    shift
                done <<END_OF_LINES
            $each
            END_OF_LINES
            }
            keys= there=
            while IFS= read -r line; do
                path=${line#* }
                [ -e "$path" ] || continue
                keys="$keys ${line%% *}"
                there=$there$nl$path
            done <<END_OF_PATHS
            $paths
            END_OF_PATHS
            set_each "$keys" "$(of_lines "$there" stat -Lc '%04a %u:%g %.6Y')"
            # What is in the files, as one text, and where in it each begins, and how long it is.
            keys= there= parts= offset=0
            while IFS= read -r line; do
                path=${line#* }
                [ -f "$path" ] && [ ! -L "$path" ] || continue
                keys="$keys ${line%% *}"
                there=$there$nl$path
            done <<END_OF_FILES
            $files
            END_OF_FILES
            before=$(of_lines "$there" stat -c '%s %i %.9Y')
            all=$(of_lines "$there" cat | base64 -w0)
            # One that changed in between would move all others to a wrong place.
            if [ "$before" = "$(of_lines "$there" stat -c '%s %i %.9Y')" ]; then
                while read -r size _; do
                    parts="$parts$nl$offset $size"
                    offset=$((offset + size))
                done <<END_OF_SIZES
            $before
            END_OF_SIZES
                printf '%s all64\\t%s\\n' "$nonce" "$all" >&3
                set_each "$keys" "${parts#"$nl"}" part_
            fi
            keys= there= said=
            exec 4<<END_OF_NAMES
            $names
            END_OF_NAMES
            # Of each unit some lines, and an empty one between two.
            while IFS= read -r line; do
                if [ -n "$line" ]; then
                    said=$said$line$nl
                    continue
                fi
                IFS= read -r name <&4 || break
                key=${name%% *}
                eval "$key=\\$said"
                case $said in
                *LoadState=not-found*) ;;
                *)
                    keys="$keys $key"
                    there=$there$nl${name#* }
                    ;;
                esac
                said=
            done <<END_OF_UNITS
            $(of_lines "$(printf '%s\\n' "$names" | cut -d' ' -f2-)" show_units)

            END_OF_UNITS
            exec 4<&-
            set_each "$keys" "$(of_lines "$there" systemctl is-enabled)" enabled_
            """;

    /**
     * A server that does not run, or is only being made, tells nothing. What it says is data of whoever may write to it: only marks that it cannot foresee
     * count, and no word of it becomes the name of a variable unseen. {@code $dumb} is set where a server runs that says nothing at all.
     */
    private static final String ASK = Client.SHELL + """
            if container_row "$container" && [ "$container_state" = running ] && read -r mark </proc/sys/kernel/random/uuid; then
                key= dumb=$container
                while IFS= read -r line; do
                    case $line in
                    "$mark begin answer_"*)
                        key=${line#"$mark begin "} lines=
                        case $key in *[!0-9a-z_]*) key= ;; esac
                        ;;
                    "$mark end $key")
                        [ -z "$key" ] || eval "$key=\\$lines-"
                        key= dumb=
                        ;;
                    *) lines=$lines$line$nl ;;
                    esac
                done <<END_OF_ANSWERS
            $(printf "SET @resctl_mark = '%s';\\n%s" "$mark" "$statements" | sql --batch --raw --skip-column-names --force)
            END_OF_ANSWERS
            fi
            """;

    /** A line {@code KEY PATH} for each; a manifest may hold any path, but no file of ours has one of two lines. */
    static List<String> files(List<String> paths) {
        return paths.stream()
                .filter(p -> !p.contains("\n"))
                .map(p -> new Glance.Stat(p).key() + " " + p)
                .toList();
    }

    /**
     * Goes before the questions, in the shell of which theirs are subshells.
     *
     * @param wanted what they would like to be told; what is not in it they look at themselves
     */
    static List<Script> ahead(List<Glance> wanted) {
        List<String> paths = new ArrayList<>();
        List<String> files = new ArrayList<>();
        List<String> units = new ArrayList<>();
        Map<String, StringBuilder> servers = new LinkedHashMap<>();
        for (Glance glance : wanted.stream().distinct().toList()) {
            switch (glance) {
                case Glance.Stat stat -> {
                    paths.add(stat.path());
                    if (stat.content()) {
                        files.add(stat.path());
                    }
                }
                case Glance.UnitState unit -> {
                    if (!unit.unit().contains("\n")) {
                        units.add(unit.key() + " " + unit.unit());
                    }
                }
                case Glance.Answer answer ->
                    servers.computeIfAbsent(answer.container(), c -> new StringBuilder())
                            .append("SELECT CONCAT(@resctl_mark, ' begin ")
                            .append(answer.key())
                            .append("');\n")
                            .append(answer.statements())
                            .append("SELECT CONCAT(@resctl_mark, ' end ")
                            .append(answer.key())
                            .append("');\n");
            }
        }
        List<Script> scripts = new ArrayList<>(List.of(Script.of(FUNCTIONS)));
        if (!paths.isEmpty() || !units.isEmpty()) {
            scripts.add(Script.of(FILES_AND_UNITS)
                    .with("paths", files(paths.stream().distinct().toList()))
                    .with("files", files(files))
                    .with("names", units));
        }
        servers.forEach((container, statements) ->
                scripts.add(Script.of(ASK).with("container", container).with("statements", statements.toString())));
        return scripts;
    }
}
