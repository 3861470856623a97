// What the bundled library (../library.js) has, evaluated when it is first asked for.
import { freeze } from './primordials.mjs';

// `lend` answers what the library is lent; it is asked once, when the library is first needed.
export function makeLibrary({ host, lend, withOriginals }) {
  let library = null;
  // Libraries ask at their start for globals that others may have given them; they are to find none.
  let evaluating = false;

  function loaded() {
    library ??= host.library('library')(freeze(lend()));
    return library;
  }

  function evaluate(kind, name) {
    host.room();
    const outer = evaluating;
    evaluating = true;
    try {
      return withOriginals(() => loaded()[kind](name));
    } finally {
      evaluating = outer;
    }
  }

  return {
    module: (name) => evaluate('module', name),
    // Undefined while the library itself is evaluated.
    global: (name) => (evaluating ? undefined : evaluate('global', name)),
    part: (name) => evaluate('part', name),
  };
}
