import hello from './hello.js';
import cpu from './cpu.js';

const handlers = { '/hello': hello.handler, '/cpu': cpu.handler };
export default {
  async fetch(request) {
    return Response.json(await handlers[new URL(request.url).pathname](await request.json()));
  },
};
