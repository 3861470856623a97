package dev.impuls.transfer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an object of the shape that functions have, and no more of it: what is nested deeper is
 * passed over, as a short text can be a great many nodes.
 */
final class JsonFields {
  /** Fields, and variables of the environment. */
  private static final int MOST = 10_000;

  private final JsonParser json;
  private int fields;

  private JsonFields(JsonParser json) {
    this.json = json;
  }

  /** The object that begins here, or null if something else does. */
  static @Nullable ObjectNode read(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    return new JsonFields(json).object(true);
  }

  private ObjectNode object(boolean outer) {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      if (++fields > MOST) {
        throw new StreamConstraintsException("an object has more than " + MOST + " fields");
      }
      switch (json.nextToken()) {
        case VALUE_STRING -> object.put(field, json.getString());
        case VALUE_NUMBER_INT -> object.put(field, json.getBigIntegerValue());
        case VALUE_NUMBER_FLOAT -> object.put(field, json.getDoubleValue());
        case START_OBJECT -> {
          if (outer) {
            object.set(field, object(false));
          } else {
            json.skipChildren();
            object.putArray(field);
          }
        }
        case START_ARRAY -> {
          json.skipChildren();
          object.putArray(field);
        }
        default -> object.putNull(field);
      }
    }
    return object;
  }
}
