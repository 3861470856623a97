/** Keeps each of many functions in one process to its own memory. */
@NullMarked
package dev.impuls.engine.memory;

import org.jspecify.annotations.NullMarked;
