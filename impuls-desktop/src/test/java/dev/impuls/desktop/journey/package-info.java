/**
 * What people do with the console, on real windows, directories, servers and function processes.
 */
@NullMarked
package dev.impuls.desktop.journey;

import org.jspecify.annotations.NullMarked;
