/**
 * Runs functions in processes of their own: {@link dev.impuls.invoke.process.ProcessInvoker} has a
 * pool of them, speaks to each over a socket, and ends those that break their limits. {@link
 * dev.impuls.invoke.process.FunctionProcess} is what runs in them.
 */
@NullMarked
package dev.impuls.invoke.process;

import org.jspecify.annotations.NullMarked;
