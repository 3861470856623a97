// In place of @exodus/bytes in whatwg-url, which asks it for UTF-8 only.
'use strict';

const encoder = new TextEncoder();

exports.percentEncodeAfterEncoding = (encoding, text, encoded) => {
  let out = '';
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte);
    out += byte < 0x20 || byte > 0x7e || encoded.includes(character)
      ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      : character;
  }
  return out;
};
