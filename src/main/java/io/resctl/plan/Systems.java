package io.resctl.plan;

import io.resctl.observe.Sight;
import java.math.BigDecimal;

/** Operating systems on which packages are installed. */
final class Systems {
    static final String SUPPORTED = "Debian 13 and Ubuntu 24.04 or later";

    private Systems() {}

    static boolean supported(Sight.Os os) {
        if (!os.version().matches("\\d{1,4}(\\.\\d{1,4})?")) {
            return false;
        }
        BigDecimal version = new BigDecimal(os.version());
        return switch (os.id()) {
            case "debian" -> version.compareTo(new BigDecimal("13")) >= 0;
            case "ubuntu" -> version.compareTo(new BigDecimal("24.04")) >= 0;
            default -> false;
        };
    }

    static String words(Sight.Os os) {
        return os.id().isEmpty() ? "an unknown system" : (os.id() + " " + os.version()).strip();
    }
}
