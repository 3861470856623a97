// Refuses an order that is not valid, with an error type of its own: the call fails with 500.
class InvalidOrderError extends Error {
  name = 'InvalidOrderError';
}

exports.handler = async (order) => {
  if (!Array.isArray(order.items) || order.items.length === 0) {
    console.error('refused order', order.id);
    throw new InvalidOrderError(`order ${order.id} has no items`);
  }
  return { accepted: order.id };
};
