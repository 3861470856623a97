/**
 * The commands of {@code impuls-server} that are no server: moving functions, and working on them.
 */
@NullMarked
package dev.impuls.server.command;

import org.jspecify.annotations.NullMarked;
