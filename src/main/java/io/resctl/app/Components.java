package io.resctl.app;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.resource.Wish;
import java.util.List;

/** The one list of the kinds of building blocks. */
public final class Components {
    private Components() {}

    /** In the order in which a person would build the site. */
    public static List<Component> all() {
        return List.of();
    }

    static List<Wish> wishes(List<Component> components, Setting setting) {
        return components.stream()
                .flatMap(component -> component.wishes(setting).stream())
                .toList();
    }
}
