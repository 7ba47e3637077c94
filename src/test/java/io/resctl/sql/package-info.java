@NullMarked
package io.resctl.sql;

import org.jspecify.annotations.NullMarked;
