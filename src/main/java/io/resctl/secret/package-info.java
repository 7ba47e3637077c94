/** The values of the site's secrets, read on the operator's machine when they are needed, and kept nowhere. */
@NullMarked
package io.resctl.secret;

import org.jspecify.annotations.NullMarked;
