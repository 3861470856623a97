/**
 * Functions on their way from one store to another: as JSON, in bundles and archives, imported,
 * copied and compared.
 */
@NullMarked
package dev.impuls.transfer;

import org.jspecify.annotations.NullMarked;
