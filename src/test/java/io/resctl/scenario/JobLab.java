package io.resctl.scenario;

import static io.resctl.scenario.LabSite.HOSTS;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one lab of all classes that need the example site. Where they run in one go, each takes the site as the one before left it, which spares
 * bringing up and applying anew; where one runs alone, it gets a site of its own.
 */
final class JobLab implements AutoCloseable {
    private @Nullable LabSite site;
    private String described = "";
    private final Map<String, String> before = new TreeMap<>();

    /** Five hosts that resctl never touched. */
    LabSite bare() {
        close();
        LabSite made = LabSite.up("test-job", 18180);
        site = made;
        described = made.descriptorText();
        HOSTS.forEach(host -> before.put(host, HostListing.of(made, host)));
        return made;
    }

    /** The example site, applied and serving, whatever was done to it before. */
    LabSite applied() {
        LabSite here = site == null ? bare() : site;
        here.rewrite(described);
        here.resctl("apply", "--yes").exits(0);
        LabSite.await("the page answers", Duration.ofSeconds(60), here::serves);
        return here;
    }

    /** What a host was before resctl first touched it. */
    String before(String host) {
        return before.getOrDefault(host, "");
    }

    @Override
    public void close() {
        if (site != null) {
            site.close();
            site = null;
        }
    }

    /** Hands the lab to a class's constructor; whoever is last to leave takes it down. */
    static final class Door implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == JobLab.class;
        }

        @Override
        public JobLab resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(JobLab.class))
                    .computeIfAbsent(JobLab.class, _ -> new JobLab(), JobLab.class);
        }
    }
}
