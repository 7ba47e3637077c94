/** What tests of several packages share. */
@NullMarked
package io.resctl.testing;

import org.jspecify.annotations.NullMarked;
