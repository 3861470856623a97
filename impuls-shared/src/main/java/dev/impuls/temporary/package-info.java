/** Directories for temporary files, and the removal of what a killed process left of them. */
@NullMarked
package dev.impuls.temporary;

import org.jspecify.annotations.NullMarked;
