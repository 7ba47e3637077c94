@NullMarked
package io.resctl.lab;

import org.jspecify.annotations.NullMarked;
