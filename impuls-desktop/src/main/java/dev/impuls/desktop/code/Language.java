package dev.impuls.desktop.code;

import dev.impuls.function.Runtimes;
import org.fife.ui.rsyntaxtextarea.SyntaxConstants;

/** What a text is written in. */
public enum Language {
  JAVASCRIPT(SyntaxConstants.SYNTAX_STYLE_JAVASCRIPT, "//"),
  PYTHON(SyntaxConstants.SYNTAX_STYLE_PYTHON, "#"),
  CSHARP(SyntaxConstants.SYNTAX_STYLE_CSHARP, "//"),
  RUBY(SyntaxConstants.SYNTAX_STYLE_RUBY, "#"),
  JAVA(SyntaxConstants.SYNTAX_STYLE_JAVA, "//"),
  GO(SyntaxConstants.SYNTAX_STYLE_GO, "//"),
  PHP(SyntaxConstants.SYNTAX_STYLE_PHP, "//"),
  JSON(SyntaxConstants.SYNTAX_STYLE_JSON, ""),
  PLAIN(SyntaxConstants.SYNTAX_STYLE_NONE, "");

  private final String style;
  private final String lineComment;

  Language(String style, String lineComment) {
    this.style = style;
    this.lineComment = lineComment;
  }

  /** That of the functions of a runtime. */
  public static Language ofRuntime(String runtime) {
    return switch (Runtimes.extension(runtime)) {
      case "js" -> JAVASCRIPT;
      case "py" -> PYTHON;
      case "cs" -> CSHARP;
      case "rb" -> RUBY;
      case "java" -> JAVA;
      case "go" -> GO;
      case "php" -> PHP;
      default -> PLAIN;
    };
  }

  /** What begins a comment that goes to the end of its line; empty if there is none. */
  String lineComment() {
    return lineComment;
  }

  /** One of its own for whoever asks: they are not for several threads. */
  Tokenizer tokenizer() {
    return switch (this) {
      case PLAIN -> Tokenizer.NONE;
      case JAVASCRIPT -> new JavaScriptTokenizer();
      default -> new LibraryTokenizer(style);
    };
  }
}
