package dev.impuls.engine.js;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Placement;
import java.time.Instant;
import java.util.Map;

/** The throwaway functions that make the engine warm. */
final class WarmUp {
  /** Something of what functions are made of. */
  private static final String CODE =
      """
      class Sum {
        constructor() { this.value = 0; }
        add(number) { this.value += number; return this; }
      }
      const names = new Map([['a', 1], ['b', 2]]);
      exports.handler = async (event, context) => {
        const sum = new Sum();
        for (let i = 0; i < 10; i++) sum.add(i % 7);
        const words = `${JSON.stringify({ event, list: [1, 'two', null] })}`.split(',').map((w) => w.trim());
        const { call = 0, ...rest } = event;
        try { if (call > 1) throw new TypeError('no'); } catch (e) { rest.message = e.message; }
        await Promise.all([...names.values()].map(async (n) => n + 1));
        if (typeof library === 'function') library(event, rest);
        return { statusCode: 200, body: { echo: event, sum: sum.value, words: words.length, rest } };
      };
      """;

  /** Loads some of what functions find of Node.js. */
  private static final String LIBRARY =
      """
      function library(event, rest) {
        console.log({ event, rest, list: [1, 'two'] });
        rest.url = new URL('/x?y=1', 'https://example.org').href;
        rest.hash = require('crypto').createHash('sha256').update(Buffer.from('x')).digest('base64');
      }
      """;

  /** The first do without the library, so that the engine is ready for calls sooner. */
  private static final int WITHOUT_LIBRARY = 28;

  private WarmUp() {}

  /** Another one for each number. */
  static Function function(int number) {
    Instant now = Instant.now();
    var summary =
        new FunctionSummary(
            "",
            "warm-up",
            "",
            "nodejs22",
            "index.handler",
            "",
            FunctionDraft.DEFAULT_MEMORY_MB,
            30,
            Placement.DEFAULT,
            now,
            now);
    String library = number < WITHOUT_LIBRARY ? "" : LIBRARY;
    return Function.of(summary, "// " + number + "\n" + CODE + library, Map.of());
  }
}
