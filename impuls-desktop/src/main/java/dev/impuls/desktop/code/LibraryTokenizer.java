package dev.impuls.desktop.code;

import javax.swing.text.Segment;
import org.fife.ui.rsyntaxtextarea.Token;
import org.fife.ui.rsyntaxtextarea.TokenMaker;
import org.fife.ui.rsyntaxtextarea.TokenMakerFactory;
import org.fife.ui.rsyntaxtextarea.TokenTypes;

/** The tokenizers of RSyntaxTextArea. */
final class LibraryTokenizer implements Tokenizer {
  private final TokenMaker maker;

  LibraryTokenizer(String style) {
    maker = TokenMakerFactory.getDefaultInstance().getTokenMaker(style);
  }

  @Override
  public Object read(String line, Object state, Sink sink) {
    var segment = new Segment(line.toCharArray(), 0, line.length());
    Token token = maker.getTokenList(segment, (Integer) state, 0);
    int type = TokenTypes.NULL;
    while (token != null) {
      type = token.getType();
      if (token.isPaintable() && token.length() > 0 && type != TokenTypes.WHITESPACE) {
        sink.token(token.getOffset(), token.getEndOffset(), kind(token));
      }
      token = token.getNextToken();
    }
    return type;
  }

  private static TokenKind kind(Token token) {
    return switch (token.getType()) {
      case TokenTypes.COMMENT_EOL,
          TokenTypes.COMMENT_MULTILINE,
          TokenTypes.COMMENT_DOCUMENTATION,
          TokenTypes.COMMENT_KEYWORD,
          TokenTypes.COMMENT_MARKUP,
          TokenTypes.MARKUP_COMMENT ->
          TokenKind.COMMENT;
      case TokenTypes.RESERVED_WORD,
          TokenTypes.RESERVED_WORD_2,
          TokenTypes.PREPROCESSOR,
          TokenTypes.MARKUP_PROCESSING_INSTRUCTION ->
          TokenKind.KEYWORD;
      case TokenTypes.LITERAL_BOOLEAN -> TokenKind.CONSTANT;
      case TokenTypes.DATA_TYPE, TokenTypes.ANNOTATION, TokenTypes.MARKUP_TAG_NAME ->
          TokenKind.TYPE;
      case TokenTypes.FUNCTION -> TokenKind.FUNCTION;
      case TokenTypes.VARIABLE, TokenTypes.MARKUP_TAG_ATTRIBUTE -> TokenKind.VARIABLE;
      case TokenTypes.LITERAL_STRING_DOUBLE_QUOTE,
          TokenTypes.LITERAL_CHAR,
          TokenTypes.LITERAL_BACKQUOTE,
          TokenTypes.MARKUP_TAG_ATTRIBUTE_VALUE,
          TokenTypes.ERROR_STRING_DOUBLE,
          TokenTypes.ERROR_CHAR ->
          TokenKind.STRING;
      case TokenTypes.LITERAL_NUMBER_DECIMAL_INT,
          TokenTypes.LITERAL_NUMBER_FLOAT,
          TokenTypes.LITERAL_NUMBER_HEXADECIMAL ->
          TokenKind.NUMBER;
      case TokenTypes.REGEX -> TokenKind.REGEX;
      case TokenTypes.OPERATOR, TokenTypes.MARKUP_TAG_DELIMITER -> TokenKind.OPERATOR;
      case TokenTypes.SEPARATOR -> TokenKind.BRACKET;
      case TokenTypes.ERROR_NUMBER_FORMAT -> TokenKind.ERROR;
      default -> TokenKind.TEXT;
    };
  }
}
