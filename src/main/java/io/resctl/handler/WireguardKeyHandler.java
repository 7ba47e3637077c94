package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.WireguardKey;
import java.time.Duration;
import java.util.List;

/** WireGuard's private key: made on the host, read there only; its public half is a fact. A key that is good is never replaced. */
final class WireguardKeyHandler implements Handler<WireguardKey> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Script question(WireguardKey key) {
        return Script.of("""
                        if [ ! -e "$path" ]; then
                            absent
                        elif ! command -v wg >/dev/null; then
                            unknown "the key is there, but wg is not, so the public key cannot be told"
                        elif public=$(wg pubkey <"$path"); then
                            attr key present
                            attr mode "$(printf '%04d' "$(stat -c %a -- "$path")")"
                            fact wireguard.public "$public"
                        else
                            attr key broken
                        fi
                        """).with("path", key.path());
    }

    @Override
    public List<Step> make(String host, WireguardKey key, Known known) {
        Script script = Script.of("""
                        umask 077
                        if ! public=$(wg pubkey <"$path" 2>/dev/null); then
                            mkdir -p -- "${path%/*}"
                            wg genkey >"$path.new"
                            sync -- "$path.new"
                            mv -fT -- "$path.new" "$path"
                            public=$(wg pubkey <"$path")
                        fi
                        chmod 0600 "$path"
                        printf 'fact wireguard.public %s\\n' "$public"
                        """).with("path", key.path());
        return List.of(new Step.Run(host, script, PATIENCE));
    }

    @Override
    public List<Step> remove(String host, WireguardKey key, boolean data) {
        Script script = Script.of("rm -f -- \"$path\" \"$path.new\"").with("path", key.path());
        return List.of(new Step.Run(host, script, PATIENCE));
    }
}
