import { setTimeout as wait } from 'node:timers/promises';

/** Greets whoever is named, after a while. */
export const handler = async (event, context) => {
  const { name = 'world', delay = 1_000, tries = 3n } = event ?? {};
  const pattern = /^[a-z/]+\d{2,}$/iu;

  // Not everybody has a name.
  if (!name?.length || pattern.test(name) {
    throw new TypeError(`no name: ${JSON.stringify({ name, at: `${Date.now()}` })}`);
  }

  class Greeter {
    #greeting = 'Hello';
    static instances = 0;

    get greeting() {
      return this.#greeting;
    }

    async *greet(...names) {
      for await (const each of names) {
        await wait(delay / 2 / 1e3);
        yield `${this.#greeting}, ${each}!
          It is ${new Date().toISOString()}`;
      }
    }
  }

  const mask = 0xFF_FF & 0b1010 | 0o17;
  return { statusCode: 200, body: name, mask, ok: true, nothing: null };
};
