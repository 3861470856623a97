// Wraps the host's functions: a failure becomes an error of the function's own realm.
import { apply, NativeRangeError, NativeTypeError } from './primordials.mjs';

// The host throws only when the stack is exhausted, and its exception must not reach the function. It
// returns `refused` for arguments it cannot use, as a function can cause by redefining built-ins.
const guarded = (f, refused) => (...args) => {
  let answer;
  try {
    answer = apply(f, undefined, args);
  } catch {
    throw new NativeRangeError('Maximum call stack size exceeded');
  }
  if (answer === refused) throw new NativeTypeError('The arguments cannot be used; has a built-in been replaced?');
  return answer;
};

export function guardHost(host) {
  const { refused } = host;
  const guard = (f) => guarded(f, refused);
  const digest = guard(host.digest);
  return {
    longestResult: host.longestResult,
    log: guard(host.log),
    startTimer: guard(host.startTimer),
    stopTimer: guard(host.stopTimer),
    settle: guard(host.settle),
    fetch: guard(host.fetch),
    stopFetch: guard(host.stopFetch),
    readBody: guard(host.readBody),
    // Throws if the stack is nearly exhausted: a module that fails to load there stays broken.
    room: guard(host.room),
    nanos: guard(host.nanos),
    library: guard(host.library),
    describe: guard(host.describe),
    random: guard(host.random),
    // Returns the function of a new hash, or null for an unknown algorithm.
    digest: (name, key, offset, length) => {
      const made = digest(name, key, offset, length);
      return made === null ? null : guard(made);
    },
  };
}
