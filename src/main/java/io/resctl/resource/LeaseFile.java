package io.resctl.resource;

import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.resource.Content.Derivation;
import io.resctl.resource.Content.Piece;
import java.util.List;

/** How a lease is kept on a host: JSON with one field a line, so that a shell can read it with {@code sed}. */
public final class LeaseFile {
    private LeaseFile() {}

    /** The file as a resource; whoever supervises wishes it on every host. */
    public static TextFile of(Names names, Lease lease) {
        return new TextFile(names.lease(), content(names, lease), "0644", Owner.ROOT);
    }

    static Content content(Names names, Lease lease) {
        String head = """
                {
                  "epoch": %d,
                  "live": "%s",
                  "primary": "%s",
                  "since": "%s",
                  "by": "%s",
                  "signature": "\
                """.formatted(lease.epoch(), lease.live(), lease.primary(), lease.since(), printable(lease.by()));
        Content signature = new Content(
                List.of(new Piece.Derived(Derivation.ED25519_SIGNATURE, Names.SITE_KEY, lease.payload(names.site()))));
        return Content.text(head).plus(signature).plus("\"\n}\n");
    }

    private static String printable(String by) {
        if (!by.matches("[A-Za-z0-9@._+-]*")) {
            throw new IllegalArgumentException("who moved a lease is written as USER@MACHINE, in plain letters");
        }
        return by;
    }
}
