/**
 * What the rest of the engine knows of runtimes: {@link dev.impuls.engine.runtime.Runtime}, what
 * runs in a worker of one, and what all have in common. Knows no implementation.
 */
@NullMarked
package dev.impuls.engine.runtime;

import org.jspecify.annotations.NullMarked;
