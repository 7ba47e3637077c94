/** What a section of the site wants to exist on which host. Pure; each kind has a folder of its own and knows no other kind. */
@NullMarked
package io.resctl.component;

import org.jspecify.annotations.NullMarked;
