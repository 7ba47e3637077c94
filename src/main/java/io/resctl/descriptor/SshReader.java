package io.resctl.descriptor;

import io.resctl.model.Ssh;
import java.util.Optional;
import java.util.regex.Pattern;

/** How to log in: {@code ssh:} of the site, and what a host says differently. */
final class SshReader {
    static final Ssh NOTHING =
            new Ssh(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
    private static final String HOP = "([A-Za-z_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9._-]*(:[1-9]\\d{0,4})?";
    private static final Pattern JUMP = Pattern.compile(HOP + "(," + HOP + "){0,4}");

    private SshReader() {}

    static Ssh site(Cursor c) {
        return c.section(Keys.SSH)
                .map(s -> read(s, s.optional("knownHosts").flatMap(Forms::path)))
                .orElse(NOTHING);
    }

    static Ssh host(Section s) {
        return read(s, Optional.empty());
    }

    private static Ssh read(Section s, Optional<String> knownHosts) {
        return new Ssh(
                s.optional("user")
                        .flatMap(c -> Scalars.matching(
                                c, USER, "a login name", "letters, digits, `_`, `.` and `-`, at most 32")),
                s.optional("port").flatMap(Scalars::port),
                s.optional("identityFile").flatMap(Forms::path),
                knownHosts,
                s.optional("jumpHost")
                        .flatMap(c -> Scalars.matching(
                                c, JUMP, "a jump host", "`[user@]host[:port]`, several separated by commas")));
    }
}
