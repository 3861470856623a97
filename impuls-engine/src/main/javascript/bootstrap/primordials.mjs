// The built-ins, captured before the function's code runs. That code may redefine any of them (JSON,
// Promise, Object.prototype), so the other modules use these. Node.js calls them primordials, too.

export const {
  apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf, defineProperty, deleteProperty,
} = Reflect;
export const { stringify, parse } = JSON;
export const { isInteger } = Number;
export const { assign, freeze, getOwnPropertyDescriptors, hasOwn } = Object;
export const { floor } = Math;
export const { now } = Date;

export const NativeArrayBuffer = ArrayBuffer;
export const NativeBigInt = BigInt;
export const NativeError = Error;
export const NativeMap = Map;
export const NativePromise = Promise;
export const NativeRangeError = RangeError;
export const NativeReferenceError = ReferenceError;
export const NativeString = String;
export const NativeTypeError = TypeError;
export const NativeUint8Array = Uint8Array;

const method = (f) => (self, ...args) => apply(f, self, args);

export const then = method(Promise.prototype.then);
export const mapGet = method(Map.prototype.get);
export const mapSet = method(Map.prototype.set);
export const mapDelete = method(Map.prototype.delete);
export const mapClear = method(Map.prototype.clear);
export const split = method(String.prototype.split);
export const indexOf = method(String.prototype.indexOf);
export const slice = method(String.prototype.slice);
export const join = method(Array.prototype.join);
export const push = method(Array.prototype.push);
export const symbolToString = method(Symbol.prototype.toString);
// Not test or replace: they look up exec, which the function may have redefined.
export const match = method(RegExp.prototype.exec);

export const resolved = Promise.resolve();
export const toPrimitive = Symbol.toPrimitive;
export const PROMISIFY_CUSTOM = Symbol.for('nodejs.util.promisify.custom');
export const NODE_REQUIRE = Symbol.for('node:require');

const hasInstance = Function.prototype[Symbol.hasInstance];

// instanceof, without asking Symbol.hasInstance.
export const isA = (value, type) => apply(hasInstance, type, [value]);

// Stands in for loops in code that runs once per context: the engine counts the rounds of a loop as
// calls, and would compile all the code around it.
export const each = (list, use) => {
  for (let i = 0; i < list.length; i++) use(list[i], i);
};
