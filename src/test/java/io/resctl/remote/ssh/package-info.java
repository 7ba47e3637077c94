@NullMarked
package io.resctl.remote.ssh;

import org.jspecify.annotations.NullMarked;
