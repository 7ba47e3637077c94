package io.resctl.resource;

/** A resource's identity on its host, such as {@code file:/etc/resctl/acme/gateway/haproxy.cfg}. */
public record Ref(String kind, String name) implements Comparable<Ref> {
    @Override
    public int compareTo(Ref other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    public static Ref parse(String text) {
        int colon = text.indexOf(':');
        return new Ref(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return kind + ":" + name;
    }
}
