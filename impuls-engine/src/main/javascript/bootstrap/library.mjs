// Loads the bundled library (../library.js) on first use, and evaluates its parts on demand.
import { freeze } from './primordials.mjs';

// `lend` returns the functions that the library may use; it is called once, on first use.
export function makeLibrary({ host, lend, withOriginals }) {
  let library = null;
  // Libraries probe for globals when they are evaluated, and must not find those the library provides.
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
    // Undefined while another part is evaluated.
    global: (name) => (evaluating ? undefined : evaluate('global', name)),
    part: (name) => evaluate('part', name),
  };
}
