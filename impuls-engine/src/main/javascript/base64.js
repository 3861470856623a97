'use strict';

const DOMException = require('./dom-exception.js');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const invalid = (message) => new DOMException(message, 'InvalidCharacterError');

// To and from strings of a character for each byte, forgiving as the standard has it.
function atob(input) {
  let text = `${input}`.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/==?$/, '');
  if (text.length % 4 === 1) throw invalid('The string to be decoded is not correctly encoded.');
  let out = '';
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const value = ALPHABET.indexOf(text[i]);
    if (value < 0) throw invalid('Invalid character');
    bits = (bits << 6) | value;
    const have = (i % 4) * 6 + 6;
    if (i % 4 > 0) out += String.fromCharCode((bits >> (have % 8)) & 0xff);
  }
  return out;
}

function btoa(input) {
  const text = `${input}`;
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const codes = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    if (codes.some((code) => code > 255)) throw invalid('Invalid character');
    const [a, b, c] = codes;
    out += ALPHABET[a >> 2] + ALPHABET[((a & 3) << 4) | (b >> 4)] +
      (i + 1 < text.length ? ALPHABET[((b & 15) << 2) | (c >> 6)] : '=') + (i + 2 < text.length ? ALPHABET[c & 63] : '=');
  }
  return out;
}

module.exports = { atob, btoa };
