/** How quick the console is; run by {@code bench/desktop}. */
@NullMarked
package dev.impuls.desktop.bench;

import org.jspecify.annotations.NullMarked;
