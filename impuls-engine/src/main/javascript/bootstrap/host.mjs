// The host's calls as the rest may use them.
import { apply, NativeRangeError, NativeTypeError } from './primordials.mjs';

// The host fails when the stack is at its end; what it throws then is not for the function. It answers
// `refused` to arguments it cannot use, which a function can hand it that changed the language.
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
    library: guard(host.library),
    // Fails if the stack is near its end: what is loaded there may fail to be, for good.
    room: guard(host.room),
    nanos: guard(host.nanos),
    describe: guard(host.describe),
    random: guard(host.random),
    // Answers a hash's own function, or null if there is no such hash.
    digest: (...args) => {
      const made = apply(digest, undefined, args);
      return made === null ? null : guard(made);
    },
  };
}
