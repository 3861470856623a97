// The script the host evaluates. build.mjs puts `(function (host, settingsJson) {` before it, and
// after it what returns `api`.
import { bootstrap } from './bootstrap.mjs';

api = bootstrap(host, settingsJson, globalThis);
