package io.resctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a lab host's systemd starts is decided by the cgroups that the machine has. */
class LabEntryTest {
    private static final String LEGACY = "systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1\n";

    @TempDir
    Path cgroups;

    @Test
    void onVersionOneSystemdIsTold() throws IOException {
        Files.createDirectories(cgroups.resolve("memory"));
        assertThat(words()).isEqualTo(LEGACY);
    }

    @Test
    void anEmptyVersionTwoBesideVersionOneChangesNothing() throws IOException {
        Files.createDirectories(cgroups.resolve("memory"));
        Files.createDirectories(cgroups.resolve("unified"));
        Files.writeString(cgroups.resolve("unified/cgroup.controllers"), "");
        assertThat(words()).isEqualTo(LEGACY);
    }

    @Test
    void onVersionTwoNothingIsSaid() throws IOException {
        Files.writeString(cgroups.resolve("cgroup.controllers"), "cpu io memory pids\n");
        assertThat(words()).isEmpty();
    }

    private String words() {
        Docker.Said said = Docker.process(
                "bash", "-c", ". dist/images/host/lab-entry && legacy_words \"$1\"", "test", cgroups.toString());
        assertThat(said.err()).isEmpty();
        return said.out();
    }
}
