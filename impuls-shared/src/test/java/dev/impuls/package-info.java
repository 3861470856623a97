/** Tests of the module as a whole. */
@NullMarked
package dev.impuls;

import org.jspecify.annotations.NullMarked;
