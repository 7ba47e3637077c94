package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Image;
import io.resctl.resource.Known;
import java.time.Duration;
import java.util.List;

/** Images in the host's engine. Only one that was pulled for a site is removed again, and only when nothing uses it. */
final class ImageHandler implements Handler<Image> {
    /** Which images were pulled by resctl, for whichever site: one a line. */
    private static final String RECORD = "/var/lib/resctl/images";

    @Override
    public Script question(Image image) {
        return Script.of("""
                        image_present "$image"
                        case $? in
                        0) attr image present ;;
                        1) absent ;;
                        *) unknown "the Docker engine does not answer" ;;
                        esac
                        """).with("image", image.image());
    }

    @Override
    public List<Step> make(String host, Image image, Known known) {
        Script remember = Script.of("""
                        if ! docker image inspect "$image" >/dev/null 2>&1; then
                            mkdir -p -- "${record%/*}"
                            grep -qxsF -- "$image" "$record" || printf '%s\\n' "$image" >>"$record"
                        fi
                        """).with("image", image.image()).with("record", RECORD);
        return List.of(
                new Step.Run(host, remember, Duration.ofSeconds(30)),
                new Step.Pull(host, image.image(), Duration.ofMinutes(15)));
    }

    @Override
    public List<Step> remove(String host, Image image, boolean data) {
        Script script = Script.of("""
                        if grep -qxsF -- "$image" "$record"; then
                            docker image rm -- "$image" >/dev/null 2>&1 || true
                            rest=$(grep -vxF -- "$image" "$record" || true)
                            if [ -n "$rest" ]; then printf '%s\\n' "$rest" >"$record"; else rm -f -- "$record"; fi
                        fi
                        """).with("image", image.image()).with("record", RECORD);
        return List.of(new Step.Run(host, script, Duration.ofMinutes(1)));
    }
}
