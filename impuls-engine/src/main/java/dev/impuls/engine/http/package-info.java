/** HTTP requests of functions, and which of them the server's egress setting allows. */
@NullMarked
package dev.impuls.engine.http;

import org.jspecify.annotations.NullMarked;
