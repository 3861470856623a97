/** Moving functions, on real windows, directories, files and servers. */
@NullMarked
package dev.impuls.desktop.move;

import org.jspecify.annotations.NullMarked;
