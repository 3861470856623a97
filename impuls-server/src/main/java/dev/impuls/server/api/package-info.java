/**
 * The REST API: one class per resource turns HTTP into calls, one place turns failures into errors.
 */
@NullMarked
package dev.impuls.server.api;

import org.jspecify.annotations.NullMarked;
