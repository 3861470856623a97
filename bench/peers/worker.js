// One handler as a worker of its own.
import own from './handler.js';

export default {
  async fetch(request) {
    return Response.json(await own.handler(await request.json()));
  },
};
