@NullMarked
package io.resctl.handler;

import org.jspecify.annotations.NullMarked;
