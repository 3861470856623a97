// Calls the handler, as AWS Lambda does.
import { isA, NativePromise, now, parse, then } from './primordials.mjs';
import { named } from './errors.mjs';
import { Timeout } from './timers.mjs';

export function makeCalls({ loader, results, settings }) {
  // Number of the current call: a late outcome of an earlier one must not answer it.
  let calls = 0;

  function invoke(handler, event, requestId, deadline) {
    const number = ++calls;
    let settled = false;
    let wait = true;
    const once = (outcome) => (value) => {
      if (!settled && number === calls) {
        settled = true;
        outcome(value);
      }
    };
    const succeeded = once((value) => results.succeed(value, false));
    const failed = once(results.fail);
    const calledBack = once((value) => results.succeed(value, wait));
    const done = (error, value) => (error === null || error === undefined ? calledBack(value) : failed(error));
    const context = {
      get callbackWaitsForEmptyEventLoop() {
        return wait;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        wait = !!value;
      },
      done,
      succeed: (value) => done(null, value),
      fail: (error) => failed(error === undefined ? named('Error', 'fail called without an error') : error),
      functionVersion: '$LATEST',
      functionName: settings.name,
      memoryLimitInMB: settings.memoryMb,
      logGroupName: settings.logGroup,
      logStreamName: settings.logStream,
      clientContext: undefined,
      identity: undefined,
      invokedFunctionArn: settings.arn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => (deadline > now() ? deadline - now() : 0),
    };
    try {
      const result = handler(parse(event), context, done);
      if (result !== null && (typeof result === 'object' || typeof result === 'function') && typeof result.then === 'function') {
        const promise = isA(result, NativePromise) ? result : new NativePromise((resolve) => resolve(result));
        then(promise, succeeded, failed);
      } else if (result !== undefined && handler.length < 3 && !isA(result, Timeout)) {
        // The value is no result if the handler takes a callback, nor if it is a timer: `() => setTimeout(…)`.
        succeeded(result);
      }
    } catch (e) {
      failed(e);
    }
  }

  return (event, requestId, deadline) => {
    loader.withHandler((handler) => invoke(handler, event, requestId, deadline));
  };
}
