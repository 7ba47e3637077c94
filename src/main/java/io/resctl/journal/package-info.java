/** What happens in a run, kept as lines, and folded into what is true now; the site's lock. */
@NullMarked
package io.resctl.journal;

import org.jspecify.annotations.NullMarked;
