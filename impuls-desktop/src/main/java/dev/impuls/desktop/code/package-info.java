/** The editor for code and JSON, and the comparison of two texts. */
@NullMarked
package dev.impuls.desktop.code;

import org.jspecify.annotations.NullMarked;
