// Lets each client call a few times a minute. The map lives on between calls of one environment;
// another environment of the same function has its own, so this is a brake and not a guarantee.
const most = Number(process.env.CALLS);
const windows = new Map();

exports.handler = async ({ client, at }) => {
  let window = windows.get(client);
  if (!window || at - window.from >= 60000) {
    window = { from: at, calls: 0 };
    windows.set(client, window);
  }
  window.calls++;
  return window.calls > most
    ? { statusCode: 429, body: { retryAfterMs: window.from + 60000 - at } }
    : { statusCode: 200, body: { left: most - window.calls } };
};
