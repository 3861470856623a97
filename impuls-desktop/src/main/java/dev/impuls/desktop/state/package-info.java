/** What the console remembers between two starts, in files of its user. */
@NullMarked
package dev.impuls.desktop.state;

import org.jspecify.annotations.NullMarked;
