/** How a workspace is: its storage, its functions, its calls. */
@NullMarked
package dev.impuls.desktop.health;

import org.jspecify.annotations.NullMarked;
