import type { IsUnionValue, OneOf } from "./union.ts";

/**
 * A value as user space writes it: where the schema has a `bigint`, a `number` will do as well; of a union, one member or what was
 * read from such a union.
 */
export type UserInput<T> = T extends bigint
  ? bigint | number
  : T extends Uint8Array
    ? T
    : T extends readonly (infer E)[]
      ? readonly UserInput<E>[]
      : T extends object
        ? IsUnionValue<T> extends true
          ? T | OneOf<{ readonly [K in keyof T & string]: UserInput<T[K]> }>
          : { readonly [K in keyof T]: UserInput<T[K]> }
        : T;
