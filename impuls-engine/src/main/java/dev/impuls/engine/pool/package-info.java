/**
 * Runs functions in processes of their own: {@link dev.impuls.engine.pool.WorkerInvoker} has a pool
 * of them, speaks to each over a socket, and ends those that break their limits. {@link
 * dev.impuls.engine.worker.WorkerMain} is what runs in them.
 */
@NullMarked
package dev.impuls.engine.pool;

import org.jspecify.annotations.NullMarked;
