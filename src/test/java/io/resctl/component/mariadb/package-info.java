@NullMarked
package io.resctl.component.mariadb;

import org.jspecify.annotations.NullMarked;
