package io.resctl.component;

import io.resctl.resource.Wish;
import java.util.List;

/** A kind of building block. Pure: the same setting gives the same wishes in the same order. */
public interface Component {
    /** A word such as {@code gateway}; its folder, its templates and its changes in a plan are called so. */
    String kind();

    List<Wish> wishes(Setting setting);
}
