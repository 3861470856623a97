/** The console's windows: puts the screens together, and has all commands. */
@NullMarked
package dev.impuls.desktop.window;

import org.jspecify.annotations.NullMarked;
