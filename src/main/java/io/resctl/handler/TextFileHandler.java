package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.TextFile;
import java.time.Duration;
import java.util.List;

/** Files with their whole text. Who reads one sees the old or the new text, never a part. */
final class TextFileHandler implements Handler<TextFile> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Script question(TextFile file) {
        return Script.of("""
                        if [ -L "$path" ]; then
                            attr mode symlink
                        elif [ -f "$path" ]; then
                            stat_of "$key" "$path"
                            attr mode "$stat_mode"
                            attr owner "$stat_owner"
                            attr_file content "$path" "$key"
                        elif [ -e "$path" ]; then
                            unknown "$path exists but is not a file"
                        else
                            absent
                        fi
                        """).with("path", file.path()).with("key", new Glance.Stat(file.path()).key());
    }

    @Override
    public List<Glance> glances(TextFile file) {
        return List.of(new Glance.Stat(file.path(), true));
    }

    /** A new unit is loaded by its own action; systemd only has to be told of another text of one that it may know. */
    @Override
    public List<Step> make(String host, TextFile file, Known known) {
        String content = file.content()
                .fill(known)
                .orElseThrow(() -> new IllegalStateException("not all is known yet that " + file.path() + " holds"));
        // A fixed name beside the file, so that what a killed run left is overwritten; created anew (-C), since a link
        // there would be followed.
        Script script = Script.of("""
                        folder=${path%/*}
                        if [ ! -d "$folder" ]; then
                            echo "the folder $folder is not there, so $path cannot be written: apply again, plan shows the folder" >&2
                            exit 1
                        fi
                        if [ -d "$path" ]; then
                            echo "$path is needed as a file but is a folder: move it away, then apply again" >&2
                            exit 1
                        fi
                        known=no
                        case $path in /etc/systemd/system/*) if [ -e "$path" ]; then known=yes; fi ;; esac
                        temp="$folder/.${path##*/}.resctl"
                        if [ -e "$temp" ] || [ -L "$temp" ]; then rm -f -- "$temp"; fi
                        umask 077
                        # Most files are made as they should be: there are hundreds, and a process takes longer than the writing.
                        as_made=no
                        if [ "$owner" = 0:0 ] && [ ! -g "$folder" ]; then
                            case $mode in
                            0600) as_made=yes ;;
                            0644) umask 022; as_made=yes ;;
                            esac
                        fi
                        set -C
                        printf '%s' "$content" >"$temp"
                        set +C
                        if [ "$as_made" = no ]; then
                            chown -- "$owner" "$temp"
                            chmod -- "$mode" "$temp"
                        fi
                        case $path in /var/lib/*|*/secrets/*) sync -- "$temp" ;; esac
                        mv -fT -- "$temp" "$path"
                        if [ "$known" = yes ]; then systemctl daemon-reload; fi
                        """)
                .with("path", file.path())
                .with("content", content)
                .with("mode", file.mode())
                .with("owner", file.owner().toString());
        return List.of(new Step.Run(host, script, PATIENCE));
    }

    @Override
    public List<Step> remove(String host, TextFile file, boolean data) {
        // A target is started by other units, not by an action of its own; without its file it would stay active for
        // ever.
        Script script = Script.of("""
                        folder=${path%/*}
                        case $path in /etc/systemd/system/*.target) systemctl stop -- "${path##*/}" 2>/dev/null || true ;; esac
                        rm -f -- "$path" "$folder/.${path##*/}.resctl"
                        case $path in /etc/systemd/system/*) systemctl daemon-reload ;; esac
                        """).with("path", file.path());
        return List.of(new Step.Run(host, script, PATIENCE));
    }
}
