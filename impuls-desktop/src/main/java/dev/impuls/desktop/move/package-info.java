/** Moving functions: export, import, and copying to another workspace. */
@NullMarked
package dev.impuls.desktop.move;

import org.jspecify.annotations.NullMarked;
