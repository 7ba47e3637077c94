@NullMarked
package io.resctl.render;

import org.jspecify.annotations.NullMarked;
