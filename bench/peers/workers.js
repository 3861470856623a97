// Hands a call of /hello-7 to the worker of that name.
export default {
  fetch(request, workers) {
    if (request.method !== 'POST') return new Response(null, { status: 405 }); // Asks only whether this is there.
    return workers[new URL(request.url).pathname.slice(1)].fetch(request);
  },
};
