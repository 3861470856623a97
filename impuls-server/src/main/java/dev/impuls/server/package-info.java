/** The server's command line and composition: builds store, invoker and routes. */
@NullMarked
package dev.impuls.server;

import org.jspecify.annotations.NullMarked;
