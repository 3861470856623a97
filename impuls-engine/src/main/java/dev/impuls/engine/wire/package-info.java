/** What the server and its workers tell each other: frames, and the connection they travel on. */
@NullMarked
package dev.impuls.engine.wire;

import org.jspecify.annotations.NullMarked;
