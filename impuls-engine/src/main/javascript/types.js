// util.types: what a value is by its inside, whatever it says of itself. node-inspect-extracted
// takes these, too, in place of its own, which go by names.
'use strict';

const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const text = Object.prototype.toString;
const source = Function.prototype.toString;

// A getter or method that throws on whatever is not of its own kind.
const has = (f) => (value) => {
  try {
    apply(f, value, []);
    return true;
  } catch {
    return false;
  }
};
const getter = (type, name) => has(getOwnPropertyDescriptor(type.prototype, name).get);
// What has no such method is known by its tag, which is not its own.
const tagged = (tag) => (value) =>
  typeof value === 'object' && value !== null && apply(text, value, []) === `[object ${tag}]` &&
  !Object.hasOwn(value, Symbol.toStringTag);
const looksUp = (type) => {
  const method = type.prototype.has;
  return (value) => {
    try {
      apply(method, value, [value]);
      return true;
    } catch {
      return false;
    }
  };
};

const TypedArray = getPrototypeOf(Uint8Array);
const typedArrayName = getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get;
const isTypedArrayOf = (name) => (value) =>
  typeof value === 'object' && value !== null && apply(typedArrayName, value, []) === name;
const isTyped = (value) =>
  typeof value === 'object' && value !== null && apply(typedArrayName, value, []) !== undefined;

const isAsync = (value) => typeof value === 'function' && /^async\b/.test(apply(source, value, []));
const isArrayBuffer = getter(ArrayBuffer, 'byteLength');
const isSharedArrayBuffer = getter(SharedArrayBuffer, 'byteLength');
const isNumberObject = has(Number.prototype.valueOf);
const isStringObject = has(String.prototype.valueOf);
const isBooleanObject = has(Boolean.prototype.valueOf);
const isBigIntObject = has(BigInt.prototype.valueOf);
const isSymbolObject = has(Symbol.prototype.valueOf);
const object = (is) => (value) => typeof value === 'object' && value !== null && is(value);

const types = {
  isAnyArrayBuffer: (value) => isArrayBuffer(value) || isSharedArrayBuffer(value),
  isArgumentsObject: tagged('Arguments'),
  isArrayBuffer,
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isAsyncFunction: isAsync,
  isBigInt64Array: isTypedArrayOf('BigInt64Array'),
  isBigIntObject: object(isBigIntObject),
  isBigUint64Array: isTypedArrayOf('BigUint64Array'),
  isBooleanObject: object(isBooleanObject),
  isBoxedPrimitive: object((value) =>
    isNumberObject(value) || isStringObject(value) || isBooleanObject(value) ||
    isBigIntObject(value) || isSymbolObject(value)),
  isDataView: getter(DataView, 'byteLength'),
  isDate: has(Date.prototype.getTime),
  isExternal: () => false,
  isFloat32Array: isTypedArrayOf('Float32Array'),
  isFloat64Array: isTypedArrayOf('Float64Array'),
  isGeneratorFunction: (value) =>
    typeof value === 'function' && /^(async\s+)?(function\s*)?\*/.test(apply(source, value, [])),
  isGeneratorObject: (value) => tagged('Generator')(value) || tagged('AsyncGenerator')(value),
  isInt16Array: isTypedArrayOf('Int16Array'),
  isInt32Array: isTypedArrayOf('Int32Array'),
  isInt8Array: isTypedArrayOf('Int8Array'),
  isMap: getter(Map, 'size'),
  isMapIterator: tagged('Map Iterator'),
  isModuleNamespaceObject: (value) =>
    typeof value === 'object' && value !== null && getPrototypeOf(value) === null &&
    getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value === 'Module',
  isNativeError: (value) => value instanceof Error && apply(text, value, []) === '[object Error]',
  isNumberObject: object(isNumberObject),
  isPromise: (value) => apply(text, value, []) === '[object Promise]' && runtime.promise(value) !== null,
  isRegExp: (value) => value !== RegExp.prototype && getter(RegExp, 'source')(value),
  isSet: getter(Set, 'size'),
  isSetIterator: tagged('Set Iterator'),
  isSharedArrayBuffer,
  isStringObject: object(isStringObject),
  isSymbolObject: object(isSymbolObject),
  isTypedArray: isTyped,
  isUint16Array: isTypedArrayOf('Uint16Array'),
  isUint32Array: isTypedArrayOf('Uint32Array'),
  isUint8Array: isTypedArrayOf('Uint8Array'),
  isUint8ClampedArray: isTypedArrayOf('Uint8ClampedArray'),
  isWeakMap: looksUp(WeakMap),
  isWeakSet: looksUp(WeakSet),
};

module.exports = types;
