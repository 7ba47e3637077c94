package io.resctl.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.resctl.model.Host;
import io.resctl.model.Port;
import io.resctl.model.Ssh;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationsTest {
    private static final Ssh NOTHING = Rig.NOTHING;
    private static final Operator ANNA = new Operator(
            "anna",
            Path.of("/home/anna"),
            Path.of("/home/anna/site"),
            Optional.of(Path.of("/run/agent")),
            Optional.empty());

    private static Ssh ssh(String user, int port, String key, String known, String jump) {
        return new Ssh(
                some(user),
                port == 0 ? Optional.empty() : Optional.of(new Port(port)),
                some(key),
                some(known),
                some(jump));
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private static Destination resolve(Ssh site, Ssh host, Map<String, String> configs) throws Failure {
        OpenSsh openSsh = (name, user, port) -> SshConfig.parse(configs.getOrDefault(name, ""));
        return new Destinations(site, ANNA, openSsh).of(new Host("a1", "milan", "front", "front", "10.90.0.1", host));
    }

    @Test
    void withoutAnySettingItIsTheOperatorsNameAtPort22() throws Failure {
        Destination d = resolve(NOTHING, NOTHING, Map.of());

        assertThat(d.user()).isEqualTo("anna");
        assertThat(d.place()).isEqualTo("front:22");
        assertThat(d.knownAs()).isEqualTo("front");
        assertThat(d.agent()).contains(Path.of("/run/agent"));
        assertThat(d.root()).isFalse();
    }

    @Test
    void theHostWinsOverTheSiteAndTheSiteOverOpenSsh() throws Failure {
        Map<String, String> config = Map.of(
                "front",
                "hostname 203.0.113.11\nuser fromconfig\nport 2200\nidentityfile ~/.ssh/conf\nuserknownhostsfile /k/conf\n");
        Destination fromConfig = resolve(NOTHING, NOTHING, config);
        assertThat(fromConfig.user()).isEqualTo("fromconfig");
        assertThat(fromConfig.place()).isEqualTo("203.0.113.11:2200");
        assertThat(fromConfig.knownAs()).isEqualTo("[203.0.113.11]:2200");

        Destination d = resolve(ssh("site", 2201, "~/key", "known", ""), ssh("host", 0, "", "", ""), config);
        assertThat(d.user()).isEqualTo("host");
        assertThat(d.place()).isEqualTo("203.0.113.11:2201");
        assertThat(d.keys()).containsExactly(Path.of("/home/anna/key"));
        assertThat(d.onlyThese()).isTrue();
        assertThat(d.knownHosts()).containsExactly(Path.of("/home/anna/site/known"));
    }

    @Test
    void aKeyAliasStandsAloneWhateverThePort() throws Failure {
        Destination d = resolve(NOTHING, NOTHING, Map.of("front", "port 2200\nhostkeyalias Front-Key\n"));

        assertThat(d.knownAs()).isEqualTo("front-key");
    }

    @Test
    void anAgentIsOneOfTheConfigurationOrNone() throws Failure {
        assertThat(resolve(NOTHING, NOTHING, Map.of("front", "identityagent ~/a.sock\n"))
                        .agent())
                .contains(Path.of("/home/anna/a.sock"));
        assertThat(resolve(NOTHING, NOTHING, Map.of("front", "identityagent none\n"))
                        .agent())
                .isEmpty();
    }

    @Test
    void jumpHostsFormAChainAndOnlyTheFirstBringsItsOwn() throws Failure {
        Destination d = resolve(
                ssh("root", 0, "~/key", "", "eve@one:2201,two"),
                NOTHING,
                Map.of("one", "proxyjump zero\n", "two", "proxyjump never\nhostname 192.0.2.2\n"));

        Destination two = d.jump().orElseThrow();
        Destination one = two.jump().orElseThrow();
        Destination zero = one.jump().orElseThrow();
        assertThat(two.place()).isEqualTo("192.0.2.2:22");
        assertThat(one.user()).isEqualTo("eve");
        assertThat(one.place()).isEqualTo("one:2201");
        assertThat(zero.place()).isEqualTo("zero:22");
        assertThat(zero.jump()).isEmpty();
        assertThat(two.keys()).containsExactly(Path.of("/home/anna/key"));
        assertThat(d.byHand("-v"))
                .contains("-J anna@zero:22,eve@one:2201,anna@192.0.2.2:22")
                .endsWith("-p 22 root@front");
    }

    @Test
    void ipv6JumpHostsAreTakenInBrackets() throws Failure {
        Destination jump = resolve(ssh("", 0, "", "", "root@[2001:db8::1]:2222"), NOTHING, Map.of())
                .jump()
                .orElseThrow();

        assertThat(jump.address()).isEqualTo("2001:db8::1");
        assertThat(jump.port()).isEqualTo(2222);
    }

    @Test
    void noneTurnsTheConfigurationsJumpHostOff() throws Failure {
        assertThat(resolve(ssh("", 0, "", "", "none"), NOTHING, Map.of("front", "proxyjump one\n"))
                        .jump())
                .isEmpty();
    }

    @Test
    void jumpHostsThatNameEachOtherAreRefused() {
        assertThatThrownBy(
                        () -> resolve(NOTHING, NOTHING, Map.of("front", "proxyjump one\n", "one", "proxyjump front\n")))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.diagnostic().code()).isEqualTo("ssh.jump"));
    }

    @Test
    void aJumpHostWithANonsensePortIsRefused() {
        assertThatThrownBy(() -> resolve(ssh("", 0, "", "", "one:http"), NOTHING, Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("http");
    }

    @Test
    void aProxyCommandIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> resolve(NOTHING, NOTHING, Map.of("front", "proxycommand nc %h %p\n")))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.diagnostic().hint().orElseThrow()).contains("ProxyJump"));
    }
}
