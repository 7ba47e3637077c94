package io.resctl.component.bootstrap;

import io.resctl.component.Setting;
import io.resctl.component.WishText;
import io.resctl.model.Sites;
import io.resctl.testing.Golden;
import org.junit.jupiter.api.Test;

class BootstrapComponentTest {
    @Test
    void wishes() {
        var wishes = new BootstrapComponent().wishes(new Setting(Sites.pilotLight(), Sites.homeLease()));
        Golden.check("bootstrap/wishes-a1.txt", WishText.of(wishes, "a1"));
    }
}
