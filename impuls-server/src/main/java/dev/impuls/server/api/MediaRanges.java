package dev.impuls.server.api;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;

/** The types that a client takes, as its {@code Accept} says (RFC 9110, 12.5.1). */
final class MediaRanges {
  private MediaRanges() {}

  /**
   * All of them, the one that is liked best first; none if there is no such header.
   *
   * @throws ApiException 400 if the header is malformed
   */
  static List<String> of(HttpFields headers) {
    var ranges = new QuotedQualityCSV();
    try {
      for (HttpField field : headers.getFields(HttpHeader.ACCEPT)) {
        ranges.addValue(field.getValue());
      }
      return ranges.getValues();
    } catch (IllegalArgumentException e) { // As it says of quotes that do not match.
      throw new ApiException(400, "bad_request", "The header Accept is malformed");
    }
  }
}
