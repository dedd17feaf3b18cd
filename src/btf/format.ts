/** Numbers of the binary form of BTF. Source: include/uapi/linux/btf.h and Documentation/bpf/btf.rst. */

export const BTF_MAGIC = 0xeb9f;
export const BTF_VERSION = 1;
/** In bytes. */
export const BTF_HEADER_SIZE = 24;
/** Bytes that every type starts with: name, info, and size or type. */
export const BTF_TYPE_SIZE = 12;
/** The most members, parameters or variables that one type can have. */
export const BTF_MAX_VLEN = 0xffff;

export const BTF_KIND = {
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  functionPrototype: 13,
  variable: 14,
  section: 15,
  float: 16,
  declarationTag: 17,
  typeTag: 18,
  enum64: 19,
} as const;

export const BTF_INT_ENCODINGS = { unsigned: 0, signed: 1, char: 2, bool: 4 } as const;

/** In the order of their numbers. */
export const BTF_LINKAGES = ["static", "global", "extern"] as const;
