package io.resctl.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SshConfigTest {
    @Test
    void readsWhatIsObeyedAndPassesOverTheRest() {
        SshConfig config = SshConfig.parse("""
                host front
                user anna
                hostname 203.0.113.11
                port 2222
                addressfamily any
                identitiesonly yes
                identityfile ~/.ssh/work
                identityfile ~/.ssh/home
                identityagent /run/agent.sock
                globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2
                userknownhostsfile /home/anna/.ssh/known_hosts /home/anna/.ssh/known_hosts2
                hostkeyalias front-key
                proxyjump bastion
                """);

        assertThat(config.hostName()).contains("203.0.113.11");
        assertThat(config.user()).contains("anna");
        assertThat(config.port()).contains(2222);
        assertThat(config.identitiesOnly()).isTrue();
        assertThat(config.identityFiles()).containsExactly("~/.ssh/work", "~/.ssh/home");
        assertThat(config.identityAgent()).contains("/run/agent.sock");
        assertThat(config.hostKeyAlias()).contains("front-key");
        assertThat(config.proxyJump()).contains("bastion");
        assertThat(config.knownHosts())
                .containsExactly(
                        "/home/anna/.ssh/known_hosts",
                        "/home/anna/.ssh/known_hosts2",
                        "/etc/ssh/ssh_known_hosts",
                        "/etc/ssh/ssh_known_hosts2");
    }

    @Test
    void noneIsNothing() {
        SshConfig config =
                SshConfig.parse("proxyjump none\nproxycommand none\nidentityfile none\nuserknownhostsfile none\n");

        assertThat(config.proxyJump()).isEmpty();
        assertThat(config.proxyCommand()).isEmpty();
        assertThat(config.identityFiles()).isEmpty();
        assertThat(config.knownHosts()).isEmpty();
    }

    @Test
    void nothingIsNothing() {
        assertThat(SshConfig.parse("").hostName()).isEmpty();
    }
}
