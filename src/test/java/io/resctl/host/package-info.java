@NullMarked
package io.resctl.host;

import org.jspecify.annotations.NullMarked;
