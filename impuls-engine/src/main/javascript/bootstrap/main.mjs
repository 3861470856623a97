// Entry of the bundle. build.mjs wraps it into a function of `host` and `settingsJson` that returns `api`.
import { bootstrap } from './bootstrap.mjs';

api = bootstrap(host, settingsJson, globalThis);
