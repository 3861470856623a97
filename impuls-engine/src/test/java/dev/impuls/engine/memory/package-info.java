@NullMarked
package dev.impuls.engine.memory;

import org.jspecify.annotations.NullMarked;
