// The console. It formats plain values itself, and leaves other values and methods to the library.
import { apply, each, join, split } from './primordials.mjs';
import { plain, uninspected } from './values.mjs';

const MORE_OF_CONSOLE = ['assert', 'count', 'countReset', 'dir', 'dirxml', 'group', 'groupCollapsed', 'groupEnd', 'table',
  'time', 'timeEnd', 'timeLog', 'trace'];

export function makeConsole({ cleanText, host, library, withOriginals }) {
  const group = { indent: '' };
  let inspector = null;
  let more = null;

  const inspected = (args) => {
    host.room();
    inspector ??= library.part('inspector');
    return apply(inspector.format, undefined, args);
  };

  // Formatting runs the function's code: getters, toString, proxies. If it throws, or trips over a
  // redefined built-in, the line is formatted again with the originals, and at last without inspection.
  function format(args) {
    const text = plain(args);
    if (text !== null) return text;
    try {
      return cleanText(inspected(args));
    } catch {
      try {
        return withOriginals(() => cleanText(inspected(args)));
      } catch {
        return uninspected(args);
      }
    }
  }

  function write(level, text) {
    host.log(level, group.indent === '' ? text : group.indent + join(split(text, '\n'), '\n' + group.indent));
  }

  const logger = (level) => (...args) => {
    write(level, format(args));
  };
  const console = {
    log: logger('info'),
    info: logger('info'),
    warn: logger('warn'),
    error: logger('error'),
    debug: logger('debug'),
  };
  each(MORE_OF_CONSOLE, (name) => {
    console[name] = (...args) => {
      more ??= library.part('console');
      apply(more[name], undefined, args);
    };
  });

  return { console, format, group, write };
}
