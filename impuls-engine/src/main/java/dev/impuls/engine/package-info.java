/** Running functions on this machine: the one place where an invoker is put together. */
@NullMarked
package dev.impuls.engine;

import org.jspecify.annotations.NullMarked;
