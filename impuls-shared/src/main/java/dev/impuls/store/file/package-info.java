/** Functions as plain files in a directory people can read, edit, copy and back up. */
@NullMarked
package dev.impuls.store.file;

import org.jspecify.annotations.NullMarked;
