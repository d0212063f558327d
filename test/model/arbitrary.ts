import * as fc from "fast-check";

/** One of these; an item that stands there twice comes twice as often. */
export const one = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** An object with exactly these keys, printed as plain as it is. */
export const shape = <T extends object>(model: {
  readonly [K in keyof T]: fc.Arbitrary<T[K]>;
}): fc.Arbitrary<T> => fc.record<T>(model, { noNullPrototype: true });

/** A gesture, or anything else that carries its kind. */
export const named = <const K extends string, T extends object>(
  kind: K,
  model: { readonly [P in keyof T]: fc.Arbitrary<T[P]> },
): fc.Arbitrary<{ readonly kind: K } & T> => shape(model).map((value) => ({ kind, ...value }));

/** Any of these, as often as the number in front says. */
export const often = <const T>(
  ...choices: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]
): fc.Arbitrary<T> => fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
