/** An open function: its code, its settings, its environment, and what became of it elsewhere. */
@NullMarked
package dev.impuls.desktop.edit;

import org.jspecify.annotations.NullMarked;
