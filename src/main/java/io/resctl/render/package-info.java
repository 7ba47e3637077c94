/** Strict templates: a missing variable is an error, every value is quoted for its target. */
@NullMarked
package io.resctl.render;

import org.jspecify.annotations.NullMarked;
