/** Functions and their calls as the REST API has them in JSON, to be written and read. */
@NullMarked
package dev.impuls.json;

import org.jspecify.annotations.NullMarked;
