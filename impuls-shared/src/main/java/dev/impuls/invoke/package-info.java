/** Running functions: the one interface every way of running them implements. */
@NullMarked
package dev.impuls.invoke;

import org.jspecify.annotations.NullMarked;
