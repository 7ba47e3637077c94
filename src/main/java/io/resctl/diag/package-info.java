/** Findings that are collected and shown together, instead of thrown first-come. */
@NullMarked
package io.resctl.diag;

import org.jspecify.annotations.NullMarked;
