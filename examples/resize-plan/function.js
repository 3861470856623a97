// Plans the sizes an image is wanted in. Asynchronous: the sizes are worked out at the same time.
const widths = process.env.WIDTHS.split(',').map(Number);

const plan = async ({ width, height }, wanted) => {
  await new Promise((ready) => setTimeout(ready, 5));
  return { width: wanted, height: Math.round((height * wanted) / width) };
};

exports.handler = async (event) => {
  const fitting = widths.filter((width) => width <= event.width);
  const sizes = await Promise.all(fitting.map((width) => plan(event, width)));
  console.log('%s: %d sizes', event.file, sizes.length);
  return { statusCode: 200, headers: { 'Cache-Control': 'max-age=60' }, body: sizes };
};
