@NullMarked
package io.resctl.sql.maxscale;

import org.jspecify.annotations.NullMarked;
