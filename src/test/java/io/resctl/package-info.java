/** Tests of the whole. */
@NullMarked
package io.resctl;

import org.jspecify.annotations.NullMarked;
