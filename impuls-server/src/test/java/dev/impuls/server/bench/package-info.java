/** The benchmarks behind {@code bench/run}: programs, not tests. */
@NullMarked
package dev.impuls.server.bench;

import org.jspecify.annotations.NullMarked;
