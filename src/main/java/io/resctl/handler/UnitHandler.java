package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * systemd units. {@code loaded} is {@code stale} when a watched file is newer than both the unit's start and the stamp that a reload leaves: so a run
 * that was killed between writing and reloading is made good by the next one.
 */
final class UnitHandler implements Handler<Unit> {
    private static final String STAMPS = "/run/resctl/loaded";

    /** Sets {@code there}, {@code state} and {@code loaded}. */
    private static final String LOOK = """
            unit_of "$key" "$unit"
            there= active= started= loaded=current
            while IFS='=' read -r property value; do
                case $property in
                LoadState) if [ "$value" = not-found ]; then there=no; else there=yes; fi ;;
                ActiveState) active=$value ;;
                ActiveEnterTimestamp) started=$value ;;
                NeedDaemonReload) if [ "$value" = yes ]; then loaded=stale; fi ;;
                esac
            done <<EOF
            $unit_said
            EOF
            case $active in
            active|reloading) state=running ;;
            inactive|deactivating) state=stopped ;;
            *) state=$active ;;
            esac
            if [ "$state" = running ]; then
                started=$(date -d "$started" +%s.%6N)
                if [ -e "$stamps/$unit" ] && stat_of "$stamp" "$stamps/$unit" && [ "${stat_time%.*}${stat_time#*.}" -gt "${started%.*}${started#*.}" ]; then
                    started=$stat_time
                fi
                while read -r file_key file; do
                    if [ -n "$file" ] && stat_of "$file_key" "$file" && [ "${stat_time%.*}${stat_time#*.}" -gt "${started%.*}${started#*.}" ]; then loaded=stale; fi
                done <<EOF
            $watches
            EOF
            fi
            """;

    @Override
    public Script question(Unit unit) {
        return variables(Script.of(LOOK + """
                        if [ -z "$there" ]; then
                            unknown "systemd does not answer"
                        elif [ "$there" = no ]; then
                            absent
                        else
                            enabled_of "$key" "$unit"
                            case $unit_enabled in
                            enabled*|alias|linked*) attr enabled yes ;;
                            *) attr enabled no ;;
                            esac
                            attr state "$state"
                            attr loaded "$loaded"
                        fi
                        """), unit);
    }

    private static Glance.Stat stamp(Unit unit) {
        return new Glance.Stat(STAMPS + "/" + unit.name());
    }

    @Override
    public List<Glance> glances(Unit unit) {
        List<Glance> glances = new ArrayList<>();
        glances.add(new Glance.UnitState(unit.name()));
        glances.add(stamp(unit));
        unit.watches().forEach(file -> glances.add(new Glance.Stat(file)));
        return glances;
    }

    @Override
    public List<Step> make(String host, Unit unit, Known known) {
        Script script = Script.of("""
                        case $(systemctl show -P NeedDaemonReload -P LoadState -- "$unit") in
                        *yes*|*not-found*)
                            systemctl daemon-reload
                            if [ "$(systemctl show -P LoadState -- "$unit")" = not-found ]; then
                                echo "there is no unit $unit, since its file is missing: apply again, plan shows the file" >&2
                                exit 1
                            fi
                            ;;
                        esac
                        case $enabled in
                        yes) systemctl enable --quiet -- "$unit" ;;
                        no) systemctl disable --quiet -- "$unit" 2>/dev/null || true ;;
                        esac
                        """ + Glances.FUNCTIONS + LOOK + Interlocks.ASK + ORDER);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Run(host, variables(script, unit), unit.patience().plusMinutes(3)));
        if (unit.running()) {
            unit.container().ifPresent(c -> steps.add(new Step.AwaitHealthy(host, c, unit.patience())));
        }
        return List.copyOf(steps);
    }

    /** A unit whose condition (the guard) says no is tried again until patience ends: at a first apply the other hosts' guards come up meanwhile. */
    private static final String ORDER = """
            if [ -z "$there" ]; then
                echo "systemd does not answer, so nothing was done with the unit $unit: see 'systemctl status' on this host, then apply again" >&2
                exit 1
            fi
            mkdir -p -- "$stamps"
            before=$(mktemp "$stamps/.XXXXXX")
            trap 'rm -f -- "$before"' EXIT
            failed() {
                # What it said last may still be on its way into the journal.
                journalctl --sync 2>/dev/null || true
                printf 'unit %s %s. It said last:\\n' "$unit" "$1" >&2
                journalctl --no-pager -o cat -n 8 -u "$unit" >&2 || true
                exit 1
            }
            if [ "$running" = no ]; then
                if [ "$state" = running ]; then ask_to_stop; fi
                systemctl stop -- "$unit"
                systemctl reset-failed -- "$unit" 2>/dev/null || true
                rm -f -- "$stamps/$unit"
                exit 0
            fi
            if [ "$state" = running ]; then
                if [ "$loaded" = current ]; then exit 0; fi
                if [ "$on_change" = restart ]; then ask_to_stop; fi
                systemctl "$on_change" -- "$unit" 2>/dev/null || failed "could not $on_change"
                mv -f -- "$before" "$stamps/$unit"
                exit 0
            fi
            systemctl reset-failed -- "$unit" 2>/dev/null || true
            tries=0
            while :; do
                systemctl start -- "$unit" 2>/dev/null || failed "did not start"
                became=$(systemctl show -p ActiveState -p Type -p ExecCondition -- "$unit")
                # Skipped, it is plainly inactive. (Result would tell, but systemd forgets units that nothing refers to.)
                case $became in *ActiveState=inactive*) ;; *) break ;; esac
                case $became in *ExecCondition=?*) ;; *) break ;; esac
                tries=$((tries + 1))
                if [ "$tries" -ge "$patience" ]; then failed "was not started, because the guard did not allow it"; fi
                if [ "$tries" = 1 ]; then echo "progress: waiting for the guard to allow $unit" >&2; fi
                sleep 1
            done
            case $became in
            *ActiveState=active*|*ActiveState=reloading*|*Type=oneshot*) ;;
            *) failed "does not stay up" ;;
            esac
            """;

    /** Where data go too, nothing is left to be lost. */
    @Override
    public List<Step> remove(String host, Unit unit, boolean data) {
        Script script = Script.of(Interlocks.ASK + """
                        if [ "$data" = no ] && systemctl is-active --quiet -- "$unit"; then ask_to_stop; fi
                        if [ "$(systemctl show -P LoadState -- "$unit")" != not-found ]; then
                            systemctl disable --quiet --now -- "$unit" 2>/dev/null || systemctl stop -- "$unit"
                        fi
                        systemctl reset-failed -- "$unit" 2>/dev/null || true
                        rm -f -- "$stamps/$unit"
                        rmdir -- "$stamps" "${stamps%/*}" 2>/dev/null || true
                        """);
        return List.of(
                new Step.Run(host, variables(script, unit).with("data", data ? "yes" : "no"), Duration.ofMinutes(3)));
    }

    private static Script variables(Script script, Unit unit) {
        return Interlocks.with(script, unit.interlock())
                .with("unit", unit.name())
                .with("key", new Glance.UnitState(unit.name()).key())
                .with("stamp", stamp(unit).key())
                .with("enabled", unit.enabled() ? "yes" : "no")
                .with("running", unit.running() ? "yes" : "no")
                .with("watches", Glances.files(unit.watches()))
                .with("on_change", unit.onChange() == Unit.OnChange.RELOAD ? "reload" : "restart")
                .with("patience", Long.toString(unit.patience().toSeconds()))
                .with("stamps", STAMPS);
    }
}
