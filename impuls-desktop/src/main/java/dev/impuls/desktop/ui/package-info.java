/**
 * What screens are made of: texts, icons, notices, questions; knows no function and no workspace.
 */
@NullMarked
package dev.impuls.desktop.ui;

import org.jspecify.annotations.NullMarked;
