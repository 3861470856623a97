/** Tests of the console on real windows. */
@NullMarked
package dev.impuls.desktop;

import org.jspecify.annotations.NullMarked;
