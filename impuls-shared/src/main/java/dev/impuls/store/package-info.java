/** Where functions are kept: the one interface every backend implements, and its failures. */
@NullMarked
package dev.impuls.store;

import org.jspecify.annotations.NullMarked;
