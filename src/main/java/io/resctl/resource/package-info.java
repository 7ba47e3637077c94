/** The closed vocabulary of what can exist on a host, and the pure difference between wish and finding. */
@NullMarked
package io.resctl.resource;

import org.jspecify.annotations.NullMarked;
