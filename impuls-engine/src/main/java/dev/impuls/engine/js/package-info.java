/** JavaScript functions on GraalJS: loading, contexts, the event loop and the globals. */
@NullMarked
package dev.impuls.engine.js;

import org.jspecify.annotations.NullMarked;
