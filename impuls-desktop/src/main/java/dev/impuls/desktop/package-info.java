/** The JavaFX console for operators; its screens come here, one package per thing a person does. */
@NullMarked
package dev.impuls.desktop;

import org.jspecify.annotations.NullMarked;
