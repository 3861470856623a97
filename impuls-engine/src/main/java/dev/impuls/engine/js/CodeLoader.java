package dev.impuls.engine.js;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Parses a function's code and loads it: as CommonJS, or as an ES module where the code is no
 * CommonJS.
 */
final class CodeLoader {
  /** Node compiles CommonJS into such a function; on one line, so that line numbers stay. */
  static final String PREFIX = "(function (exports, require, module, __filename, __dirname) {";

  private static final String FILE = "function.js";
  private static final String MODULE = "application/javascript+module";

  private CodeLoader() {}

  /**
   * Loads the code, which runs its top level.
   *
   * @return false if it is a module that awaits at its top level, so that the script has to {@link
   *     Bootstrap#goOnLoading}
   * @throws PolyglotException if it cannot be parsed, or for what it throws
   */
  static boolean load(String code, Context context, Bootstrap script) {
    String text = code.startsWith("\uFEFF") ? code.substring(1) : code;
    if (text.startsWith("#!")) {
      text = "//" + text.substring(2);
    }
    Value wrapper;
    try {
      wrapper = context.eval(source(PREFIX + text + "\n})", null));
    } catch (PolyglotException e) {
      if (!e.isSyntaxError()) {
        throw e;
      }
      return script.loadModule(parseModule(text, context, e));
    }
    script.loadCommonJs(wrapper);
    return true;
  }

  /** If the code is no module either, throws the likelier of the two syntax errors. */
  private static Value parseModule(String code, Context context, PolyglotException asCommonJs) {
    try {
      return context.eval(source(code, MODULE));
    } catch (PolyglotException e) {
      boolean meansModule = code.lines().anyMatch(line -> line.matches("\\s*(import|export)\\b.*"));
      throw e.isSyntaxError() && !meansModule ? asCommonJs : e;
    }
  }

  private static Source source(String code, @Nullable String mimeType) {
    return Source.newBuilder("js", code, FILE).mimeType(mimeType).buildLiteral();
  }

  /** The first line of a syntax error, with the place as it is in the function's own file. */
  static String syntaxMessage(PolyglotException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("SyntaxError");
    var at = e.getSourceLocation();
    if (at == null) {
      return message;
    }
    int column = at.getStartColumn();
    boolean wrapped =
        at.getStartLine() == 1 && at.getSource().getCharacters().toString().startsWith(PREFIX);
    String place =
        FILE + ":" + at.getStartLine() + ":" + (wrapped ? column - PREFIX.length() : column);
    return message.replaceFirst(FILE + ":\\d+:\\d+", place);
  }
}
