/**
 * What runs in a worker's process, whatever its runtime: {@link
 * dev.impuls.engine.worker.WorkerMain}.
 */
@NullMarked
package dev.impuls.engine.worker;

import org.jspecify.annotations.NullMarked;
