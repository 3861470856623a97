/** A remote server as a store and an invoker, over its REST API. */
@NullMarked
package dev.impuls.client;

import org.jspecify.annotations.NullMarked;
