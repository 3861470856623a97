package dev.impuls.desktop.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of one package, from its resource bundle {@code texts}. */
public final class Texts {
  private final ResourceBundle bundle;

  private Texts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /** Those of the package a class is in, in the language of this system as far as there is one. */
  public static Texts of(Class<?> inPackage) {
    return new Texts(
        ResourceBundle.getBundle(
            inPackage.getPackageName() + ".texts",
            Locale.getDefault(),
            inPackage.getClassLoader()));
  }

  /**
   * A text.
   *
   * @param arguments what to put in place of {0}, {1} … in it, as {@link MessageFormat} does; a
   *     text that gets none is taken as it is
   * @throws java.util.MissingResourceException if there is none of that key
   */
  public String get(String key, Object... arguments) {
    String text = bundle.getString(key);
    return arguments.length == 0
        ? text
        : new MessageFormat(text, bundle.getLocale()).format(arguments);
  }

  /** A text, or its beginning if it is longer than so many characters. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
