@NullMarked
package io.resctl.json;

import org.jspecify.annotations.NullMarked;
