/** Running a function: events, results, logs, the last runs. */
@NullMarked
package dev.impuls.desktop.run;

import org.jspecify.annotations.NullMarked;
