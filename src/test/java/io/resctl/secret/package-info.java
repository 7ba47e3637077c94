@NullMarked
package io.resctl.secret;

import org.jspecify.annotations.NullMarked;
