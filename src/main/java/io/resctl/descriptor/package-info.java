/** From the YAML text of a site descriptor to {@link io.resctl.model.Site}, with every error at its line and column. */
@NullMarked
package io.resctl.descriptor;

import org.jspecify.annotations.NullMarked;
