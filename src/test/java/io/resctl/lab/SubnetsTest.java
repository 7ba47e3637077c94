package io.resctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetsTest {
    @Test
    void skipsWhatNetworksAndRoutesUse() {
        List<Cidr> taken = List.of(
                Cidr.parse("10.61.3.0/24").orElseThrow(),
                Cidr.parse("10.62.0.0/15").orElseThrow());
        assertThat(Subnets.free(taken).getFirst().block()).isEqualTo(64);
        assertThat(Subnets.free(List.of(Cidr.parse("10.0.0.0/8").orElseThrow())))
                .isEmpty();
    }

    @Test
    void readsTheRoutesOfTheMachineButNotTheDefaultOne() {
        List<String> table = List.of(
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
                "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                "br-1\t00013D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0");
        assertThat(Subnets.ofRoutes(table)).extracting(Cidr::toString).containsExactly("10.61.1.0/24");
    }

    @Test
    void noAddressIsGivenTwice() {
        var addresses = new Addresses(61);
        var all = new java.util.HashSet<String>();
        int count = 0;
        for (int zone = 0; zone < LabSpec.MOST_ZONES; zone++) {
            all.add(addresses.registry(zone));
            count++;
            for (int host = 0; host < LabSpec.MOST_HOSTS; host++) {
                all.add(addresses.host(zone, host));
                all.add(addresses.endpoint(zone, host));
                count += 2;
            }
        }
        assertThat(all)
                .hasSize(count)
                .allMatch(a -> io.resctl.model.Ipv4.parse(a).isPresent());
    }
}
