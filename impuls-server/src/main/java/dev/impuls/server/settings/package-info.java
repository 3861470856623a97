/** What the server is told by flags, variables and a file: one list of settings for all three. */
@NullMarked
package dev.impuls.server.settings;

import org.jspecify.annotations.NullMarked;
