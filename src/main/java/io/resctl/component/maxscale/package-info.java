/** MaxScale as the database router. */
@NullMarked
package io.resctl.component.maxscale;

import org.jspecify.annotations.NullMarked;
