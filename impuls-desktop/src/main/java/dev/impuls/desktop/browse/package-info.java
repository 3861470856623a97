/** The list of a workspace's functions: to look for one, to make one, to delete some. */
@NullMarked
package dev.impuls.desktop.browse;

import org.jspecify.annotations.NullMarked;
