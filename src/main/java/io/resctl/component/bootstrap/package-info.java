/** What every host needs before anything else: packages, folders, the site's container network. */
@NullMarked
package io.resctl.component.bootstrap;

import org.jspecify.annotations.NullMarked;
