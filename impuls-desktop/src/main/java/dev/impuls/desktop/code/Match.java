package dev.impuls.desktop.code;

/** A place where something was found. */
record Match(Spot from, Spot to) {}
