/** Reading and writing our own JSON documents: one mapper, one spelling. */
@NullMarked
package io.resctl.json;

import org.jspecify.annotations.NullMarked;
