/** What tests of components share. */
@NullMarked
package io.resctl.component;

import org.jspecify.annotations.NullMarked;
