@NullMarked
package io.resctl.view;

import org.jspecify.annotations.NullMarked;
