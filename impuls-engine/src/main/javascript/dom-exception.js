'use strict';

const CODES = {
  __proto__: null,
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5,
  NoModificationAllowedError: 7, NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11,
  SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17,
  SecurityError: 18, NetworkError: 19, AbortError: 20, URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23,
  InvalidNodeTypeError: 24, DataCloneError: 25,
};

class DOMException extends Error {
  #name;

  constructor(message = '', options = 'Error') {
    const { name = 'Error', cause } = options !== null && typeof options === 'object' ? options : { name: `${options}` };
    super();
    this.#name = name;
    // Not of the instance in the standard, but errors have them there, and consoles show the stack.
    Object.defineProperty(this, 'message', { value: `${message}`, configurable: true, writable: true });
    Object.defineProperty(this, 'stack', { value: `${this.name}: ${this.message}${frames(this.stack)}`, configurable: true, writable: true });
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause, configurable: true, writable: true });
  }

  get name() {
    return this.#name;
  }

  get code() {
    return CODES[this.#name] ?? 0;
  }

  get [Symbol.toStringTag]() {
    return 'DOMException';
  }
}

const frames = (stack) => (stack.includes('\n') ? stack.slice(stack.indexOf('\n')) : '');

// No loops where a module is evaluated: what has one is soon found worth compiling, and this is run once.
Object.entries(CODES).forEach(([name, code]) => {
  const constant = name.replace(/Error$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase().replace('URLMISMATCH', 'URL_MISMATCH');
  Object.defineProperty(DOMException, `${constant}_ERR`, { value: code, enumerable: true });
  Object.defineProperty(DOMException.prototype, `${constant}_ERR`, { value: code, enumerable: true });
});

module.exports = DOMException;
