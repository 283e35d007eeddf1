// Thrown when a store can't be opened or reached: the message is one line fit for an operator.

export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}
