package io.resctl.plan;

import io.resctl.resource.Content;
import io.resctl.resource.Observed;
import io.resctl.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A short form of what was found, by which a run sees that a host has moved on. It may be stored: what is sensitive goes in only under the site's key.
 *
 * @param siteKey the site's private key as found; empty before the first apply
 */
public record Fingerprint(Optional<String> siteKey) {
    /** Nothing is expected: it could not be seen, or other actions of the plan make it appear. */
    public static final String ANYTHING = "";

    public static final String ABSENT = "absent";

    /** The state of something that runs is moved by what else the plan does, and conferred anew without harm: nothing is expected of it. */
    public String of(Resource resource, Observed observed) {
        if (resource.runtimeState()) {
            return ANYTHING;
        }
        return switch (observed) {
            case Observed.Unknown _ -> ANYTHING;
            case Observed.Absent _ -> resource.unsettled().contains(Resource.PRESENCE) ? ANYTHING : ABSENT;
            case Observed.Present present -> present(resource, present.attributes());
        };
    }

    /** Whether what an action is about is not as it was when the action was planned. */
    public boolean moved(Action action, Observed now) {
        return !action.expect().equals(ANYTHING) && !of(action.resource(), now).equals(action.expect());
    }

    private String present(Resource resource, SortedMap<String, String> found) {
        SortedMap<String, Content> wants = resource.wants();
        StringBuilder text = new StringBuilder();
        found.forEach((name, value) -> {
            Content wanted = wants.get(name);
            boolean compared = wanted != null || resource.partial();
            if (compared && !resource.unsettled().contains(name)) {
                boolean sensitive = wanted != null && wanted.sensitive();
                text.append(name)
                        .append('=')
                        .append(sensitive ? keyed(value) : hash(value))
                        .append('\n');
            }
        });
        return hash(text.toString());
    }

    private String keyed(String value) {
        if (siteKey.isEmpty()) {
            return "secret";
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(siteKey.get().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Fingerprint";
    }
}
