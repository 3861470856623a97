/**
 * Functions in PostgreSQL: the table, its changes as they are announced, and what a server holds in
 * memory while the database is away.
 */
@NullMarked
package dev.impuls.store.postgres;

import org.jspecify.annotations.NullMarked;
