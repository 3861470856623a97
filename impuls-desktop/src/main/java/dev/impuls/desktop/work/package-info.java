/** Work that takes its time: runs beside the window, shows how far it is, can be cancelled. */
@NullMarked
package dev.impuls.desktop.work;

import org.jspecify.annotations.NullMarked;
