package io.resctl.engine;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Names;
import io.resctl.observe.Manifest;
import io.resctl.observe.Sight;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Known;
import io.resctl.resource.Observed;
import io.resctl.resource.Packages;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.WireguardKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A host that is a map. Acting on a resource sets its attributes, and moves what it disturbs, as the real one does. */
final class FakeHost {
    final String name;
    final NavigableMap<Ref, SortedMap<String, String>> present = new TreeMap<>();
    final Map<Ref, Resource> kinds = new TreeMap<>();
    Optional<Manifest> manifest = Optional.empty();
    Optional<Sight.SignedLease> lease = Optional.empty();
    Optional<Diagnostic> problem = Optional.empty();
    Sight.Os os = new Sight.Os("debian", "13");
    boolean up = true;
    /** What cannot be seen just now. */
    final Set<Ref> hidden = new TreeSet<>();

    private int keys;

    FakeHost(String name) {
        this.name = name;
    }

    Observed observe(Resource resource) {
        SortedMap<String, String> attributes = present.get(resource.ref());
        boolean silent = resource.server().filter(c -> !present.containsKey(c)).isPresent();
        if (silent && (resource instanceof DatabaseRole || attributes != null)) {
            return new Observed.Unknown("the server does not run");
        }
        if (hidden.contains(resource.ref())) {
            return new Observed.Unknown("the engine does not answer");
        }
        return attributes == null ? new Observed.Absent() : new Observed.Present(new TreeMap<>(attributes));
    }

    /** What the host tells of a resource that is there. */
    SortedMap<String, String> facts(Resource resource) {
        SortedMap<String, String> facts = new TreeMap<>();
        SortedMap<String, String> attributes = present.get(resource.ref());
        if (attributes != null && attributes.containsKey("key")) {
            resource.tells().forEach(key -> facts.put(key, attributes.get("key") + " of " + name));
        }
        return facts;
    }

    /** The holes that cannot be filled; empty: it is done. */
    List<String> make(Resource resource, Known known) {
        SortedMap<String, String> attributes = new TreeMap<>();
        List<String> holes = new ArrayList<>();
        resource.wants()
                .forEach((name, content) -> content.fill(known)
                        .ifPresentOrElse(value -> attributes.put(name, value), () -> {
                            if (!resource.partial()) {
                                holes.add(name);
                            }
                        }));
        if (!holes.isEmpty()) {
            return holes;
        }
        if (resource instanceof WireguardKey && !present.containsKey(resource.ref())) {
            keys++;
        }
        if (resource instanceof DatabaseRole role && role.source().isPresent()) {
            attributes.putAll(Map.of("received", "0-1-9", "applied", "0-1-9", "receiving", "yes"));
        }
        hidden.remove(resource.ref());
        if (resource instanceof Packages packages) {
            attributes.put(Packages.OURS, String.join(" ", packages.packages()));
        }
        kinds.put(resource.ref(), resource);
        present.put(resource.ref(), attributes);
        disturb(resource.ref());
        return List.of();
    }

    void remove(Resource resource) {
        present.remove(resource.ref());
        kinds.remove(resource.ref());
    }

    /** Somebody's hand. */
    void edit(Ref ref) {
        present.computeIfPresent(ref, (r, attributes) -> {
            attributes.replaceAll((name, value) -> name.equals("key") ? value : "edited");
            return attributes;
        });
    }

    SortedMap<String, String> secrets(Names names, List<String> asked) {
        SortedMap<String, String> secrets = new TreeMap<>();
        asked.forEach(secret -> Optional.ofNullable(present.get(TextFile.at(names.madeSecret(secret))))
                .ifPresent(file -> secrets.put(secret, file.getOrDefault("content", ""))));
        return secrets;
    }

    int keysMade() {
        return keys;
    }

    /** Whoever watches it is out of date; a server that was made anew has forgotten its role. */
    private void disturb(Ref changed) {
        kinds.forEach((ref, resource) -> {
            Map<String, String> attributes = present.get(ref);
            boolean rests = resource instanceof Unit unit && !unit.running();
            if (attributes != null && !rests && resource.disturbedBy().contains(changed)) {
                resource.unsettled().stream()
                        .filter(attributes::containsKey)
                        .forEach(moved -> attributes.put(moved, "moved"));
            }
        });
    }
}
