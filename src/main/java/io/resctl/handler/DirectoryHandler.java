package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Directory;
import io.resctl.resource.Known;
import java.time.Duration;
import java.util.List;

/** Folders. They are removed when they are empty; those that hold what users made only on demand, and then with all in them. */
final class DirectoryHandler implements Handler<Directory> {
    @Override
    public Script question(Directory directory) {
        return Script.of("""
                        if [ -d "$path" ]; then
                            stat_of "$key" "$path"
                            attr mode "$stat_mode"
                            attr owner "$stat_owner"
                        elif [ -e "$path" ] || [ -L "$path" ]; then
                            unknown "$path exists but is not a folder"
                        else
                            absent
                        fi
                        """).with("path", directory.path()).with("key", new Glance.Stat(directory.path()).key());
    }

    @Override
    public List<Glance> glances(Directory directory) {
        return List.of(new Glance.Stat(directory.path()));
    }

    @Override
    public List<Step> make(String host, Directory directory, Known known) {
        Script script = Script.of("""
                        if [ -e "$path" ] && [ ! -d "$path" ]; then
                            echo "$path is needed as a folder but is something else: move it away, then apply again" >&2
                            exit 1
                        fi
                        if [ ! -d "$path" ]; then
                            mkdir -p -m "$mode" -- "$path"
                            if [ "$owner" = 0:0 ] && [ ! -g "${path%/*}" ]; then exit 0; fi
                        fi
                        chown -- "$owner" "$path"
                        chmod -- "$mode" "$path"
                        """)
                .with("path", directory.path())
                .with("mode", directory.mode())
                .with("owner", directory.owner().toString());
        return List.of(new Step.Run(host, script, Duration.ofSeconds(30)));
    }

    @Override
    public List<Step> remove(String host, Directory directory, boolean data) {
        if (directory.data() && !data) {
            return List.of();
        }
        // Parents that mkdir -p made on the way go too, as long as they are ours and empty.
        Script script =
                Script.of("""
                        case $path in
                        */resctl/?*|*/resctl) ;;
                        *) everything=no ;;
                        esac
                        if [ "$everything" = yes ]; then rm -rf --one-file-system -- "$path"; fi
                        if [ -d "$path" ]; then rmdir -- "$path" 2>/dev/null || exit 0; fi
                        while :; do
                            case $path in */resctl/?*|*/resctl) ;; *) break ;; esac
                            if [ -e "$path" ]; then rmdir -- "$path" 2>/dev/null || break; fi
                            path=${path%/*}
                        done
                        """).with("path", directory.path()).with("everything", directory.data() ? "yes" : "no");
        return List.of(new Step.Run(host, script, Duration.ofMinutes(5)));
    }
}
