/** What a host can be asked and told. Implementations are in {@code remote}. */
@NullMarked
package io.resctl.host;

import org.jspecify.annotations.NullMarked;
