// As little as a function can do.
exports.handler = async (event) => ({ statusCode: 200, body: { message: `Hello, ${event.name ?? 'World'}!` } });
