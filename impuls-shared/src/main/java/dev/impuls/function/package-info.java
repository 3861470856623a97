/** What a function is: immutable records and their rules. Knows no store, no engine, no wire. */
@NullMarked
package dev.impuls.function;

import org.jspecify.annotations.NullMarked;
