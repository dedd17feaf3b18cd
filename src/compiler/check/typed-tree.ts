import type { BtfId } from "../../btf/index.ts";
import type { MapDefinition } from "../../define/definitions.ts";
import type { HelperSignature } from "../../kernel/helper.ts";
import type { PacketAccess, SocketPlace } from "../../kernel/program-type.ts";
import type { AnySchema, BitRange } from "../../schema/index.ts";
import type { AccessSize, BinaryOperator, Predicate } from "../ir/ir.ts";
import type { CoreNumber, KernelType } from "../kernel-types/kernel-types.ts";
import type { Range } from "./range.ts";

/**
 * A kernel function after checking: every name is resolved, every expression has a type, and nothing that a user could
 * have got wrong is left. Positions are offsets in the function's text.
 */
export interface TypedFunction {
  readonly name: string;
  /** What the function takes, in order: a local, or the context. */
  readonly parameters: readonly (Local | "context")[];
  readonly locals: readonly Local[];
  /** What a subprogram gives. */
  readonly result: Type;
  readonly body: readonly Statement[];
}

/** Where the memory behind a reference is, which decides whether `+=` on it must be atomic. */
export type Region = "shared" | "perCpu" | "stack" | "context" | "packet" | "event" | "readOnly" | "kernel";

export interface IntegerType {
  readonly kind: "integer";
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  /** What values are possible here. */
  readonly range: Range;
  /** The verifier can't follow how the range came about: it takes divisions and shifts by a variable for unknown. */
  readonly obscure?: boolean;
}

export interface ReferenceType {
  readonly kind: "reference";
  readonly schema: AnySchema;
  readonly region: Region;
  readonly nullable: boolean;
  /** A scalar behind a pointer: its value is the field `value`. */
  readonly boxed: boolean;
  /** Absence is a flag of its own, beside a pointer that always has a value. */
  readonly flagged?: boolean;
  readonly packetEnd?: PacketEnd;
  /** A record of a ring buffer that must be submitted or discarded, or a kernel object that must be released. */
  readonly reserved?: boolean;
  /** What was found is a map, which has methods and no contents that could be read. */
  readonly map?: MapDefinition;
  /** A kernel object: the name of its struct. */
  readonly object?: string;
  /** What it came from, for messages. */
  readonly origin: string;
}

/** A struct in the kernel's memory: the address of the outermost struct, and the way in it. */
export interface KernelViewType {
  readonly kind: "kernel";
  readonly outer: KernelType;
  /** Indexes of members and elements. */
  readonly access: readonly number[];
  /** What is there, in the same set of types. */
  readonly type: BtfId;
}

export type Type =
  | IntegerType
  | KernelViewType
  | { readonly kind: "boolean" }
  | ReferenceType
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "bytes"; readonly length: number }
  | { readonly kind: "undefined" }
  | { readonly kind: "void" };

/** A `let`, `const` or parameter of the kernel function. */
export interface Local {
  readonly id: number;
  readonly name: string;
  readonly constant: boolean;
  /** The join of all that is assigned; undefined until something is. */
  type: Type | undefined;
  /** Only literals were assigned so far: the type adapts to what comes next. */
  literal: boolean;
}

export type PlaceBase =
  | { readonly kind: "context" }
  /** A variable, constant or text in a data section, by symbol name. */
  | { readonly kind: "data"; readonly symbol: string }
  /** This CPU's slot of a per-CPU variable. */
  | { readonly kind: "perCpu"; readonly symbol: string }
  /** The value of a one-entry array, addressed directly. */
  | { readonly kind: "mapValue"; readonly map: string }
  /** An element of an array map; `index` is known to be in range. */
  | { readonly kind: "element"; readonly map: string; readonly index: Expression }
  | { readonly kind: "pointer"; readonly value: Expression };

export interface Index {
  readonly value: Expression;
  /** In bytes. */
  readonly scale: number;
  /** Number of elements, when the verifier must be shown that the index is in range. */
  readonly length: number | undefined;
}

/** In a packet: where the context has the packet's end. */
export type PacketEnd = Pick<PacketAccess, "dataEnd" | "size">;

/** Whose a local storage is: a socket that the context is or points to, or the current task. */
export type StorageOwner = { readonly kind: "task" } | { readonly kind: "socket"; readonly place: SocketPlace };

/** A piece of memory with a schema. */
export interface Place {
  readonly base: PlaceBase;
  /** In bytes. */
  readonly offset: number;
  /** Run-time parts of the offset, each in range. */
  readonly indexes: readonly Index[];
  readonly schema: AnySchema;
  readonly packetEnd?: PacketEnd;
  /** In bytes, where a write must be wider than the schema: what follows is then zero. */
  readonly storeSize?: 4;
  /** Which bits of the unit, when the schema is a bit field. */
  readonly bit?: BitRange;
  readonly region: Region;
  /** Records that are reserved here: the verifier wants them back on every way, also on one that is never taken. */
  readonly held?: readonly Local[];
}

export interface FieldValue {
  readonly offset: number;
  readonly schema: AnySchema;
  readonly bit?: BitRange;
  readonly value: Expression;
}

export type HelperOperand =
  | { readonly kind: "context" }
  | { readonly kind: "map"; readonly map: string }
  /** A number, or a pointer; also to a map that was found in another. */
  | { readonly kind: "value"; readonly value: Expression }
  /** A pointer to a scalar that is put on the stack first. */
  | { readonly kind: "copied"; readonly value: Expression; readonly schema: AnySchema }
  | { readonly kind: "size"; readonly bytes: number }
  /** The memory that the helper fills, in a `filled` expression. */
  | { readonly kind: "destination" };

interface Node {
  readonly position: number;
  readonly end: number;
  readonly type: Type;
}

export type ModifyOperator = "add" | "sub" | "and" | "or" | "xor";

export type Expression = Node &
  (
    | { readonly node: "number"; readonly value: bigint }
    | { readonly node: "text"; readonly text: string }
    /** An address or other constant bytes. */
    | { readonly node: "bytes"; readonly bytes: Uint8Array }
    | { readonly node: "undefined" }
    | { readonly node: "local"; readonly local: Local }
    | { readonly node: "assign"; readonly local: Local; readonly value: Expression; readonly result: "old" | "new" }
    | {
        readonly node: "binary";
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly node: "compare"; readonly predicate: Predicate; readonly left: Expression; readonly right: Expression }
    /** Whether memory begins with these bytes. */
    | { readonly node: "sameBytes"; readonly value: Expression; readonly bytes: Uint8Array }
    /** Whether two `chars` in memory are equal up to their NUL. */
    | { readonly node: "sameText"; readonly left: Expression; readonly right: Expression }
    /** A number that depends on the kernel's types. */
    | { readonly node: "core"; readonly number: CoreNumber }
    /** A field of the context, whose offset depends on the kernel's types. */
    | {
        readonly node: "contextField";
        readonly offset: CoreNumber;
        readonly size: AccessSize;
        readonly signed: boolean;
      }
    /** A copy of the kernel's memory, all zero where it can't be read: a scalar, or memory on the stack. */
    | {
        readonly node: "probe";
        readonly signature: HelperSignature;
        readonly address: Expression;
        readonly schema: AnySchema;
        /** For a bit field, the bytes that hold it and the shifts that leave it alone. */
        readonly bits?: { readonly size: CoreNumber; readonly left: CoreNumber; readonly right: CoreNumber };
      }
    /** A packet from `offset` on, present when `schema` fits before its end. */
    | {
        readonly node: "header";
        readonly schema: AnySchema;
        readonly offset: Expression;
        /** Where the context has the packet's start and end. */
        readonly packet: PacketAccess;
      }
    /** Memory on the stack that a helper fills; present when the helper gives 0. */
    | {
        readonly node: "filled";
        readonly schema: AnySchema;
        readonly signature: HelperSignature;
        readonly operands: readonly HelperOperand[];
      }
    /** A reference that is there when `present`, a boolean, holds. Both are evaluated, the condition first. */
    | { readonly node: "optional"; readonly present: Expression; readonly value: Expression }
    /** A record of a ring buffer, all zero; absent when the buffer is full. */
    | {
        readonly node: "reserve";
        readonly schema: AnySchema;
        readonly map: HelperOperand;
        readonly signature: HelperSignature;
      }
    /** A pointer or number as a condition: holds when it is not zero. */
    | { readonly node: "truth"; readonly value: Expression }
    | { readonly node: "not"; readonly value: Expression }
    | { readonly node: "and" | "or" | "coalesce"; readonly left: Expression; readonly right: Expression }
    | {
        readonly node: "conditional";
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise: Expression;
      }
    /** Keeps the low bits and extends them. */
    | { readonly node: "convert"; readonly value: Expression; readonly bits: 8 | 16 | 32; readonly signed: boolean }
    /** The same bits under another type. */
    | { readonly node: "retype"; readonly value: Expression }
    | { readonly node: "read"; readonly place: Place }
    | { readonly node: "write"; readonly place: Place; readonly value: Expression }
    | {
        readonly node: "modify";
        readonly place: Place;
        readonly operator: ModifyOperator;
        readonly value: Expression;
        readonly atomic: boolean;
        readonly result: "none" | "old" | "new";
      }
    | {
        readonly node: "exchange";
        readonly place: Place;
        readonly value: Expression;
        readonly expected: Expression | undefined;
      }
    | { readonly node: "reference"; readonly place: Place }
    /** The only entry of a per-CPU map, zeroed. */
    | { readonly node: "scratch"; readonly schema: AnySchema; readonly map: string; readonly held?: readonly Local[] }
    /** A zeroed struct on the stack with some fields set; the value is its address. */
    | {
        readonly node: "temporary";
        readonly schema: AnySchema;
        readonly name: string;
        readonly fields: readonly FieldValue[];
      }
    | { readonly node: "helper"; readonly signature: HelperSignature; readonly operands: readonly HelperOperand[] }
    /** A call of a function of the kernel. */
    | { readonly node: "kernelCall"; readonly function: string; readonly operands: readonly HelperOperand[] }
    /** What a storage map keeps for a socket or a task; absent when there is no such, or (without `create`) nothing is kept. */
    | {
        readonly node: "storage";
        readonly map: string;
        readonly owner: StorageOwner;
        readonly signature: HelperSignature;
        readonly initial: HelperOperand | undefined;
        /** `remove`: takes it away instead; the value is then the helper's number. */
        readonly action: "find" | "create" | "remove";
      }
    /** Gives the packet to a socket of a map: 0, or a negative errno when there is none. */
    | {
        readonly node: "select";
        readonly map: string;
        readonly key: HelperOperand;
        readonly flags: Expression;
      }
    | { readonly node: "call"; readonly function: string; readonly operands: readonly HelperOperand[] }
    | {
        readonly node: "lookupOrInsert";
        readonly map: HelperOperand;
        readonly key: HelperOperand;
        readonly initial: HelperOperand;
      }
    /** An inlined function: statements that a `break` to `label` ends, then a value. */
    | {
        readonly node: "block";
        readonly body: readonly Statement[];
        readonly label: number | undefined;
        readonly result: Expression;
      }
    | { readonly node: "sequence"; readonly first: readonly Expression[]; readonly last: Expression }
  );

export type Statement =
  | { readonly statement: "expression"; readonly position: number; readonly value: Expression }
  | {
      readonly statement: "if";
      readonly position: number;
      readonly test: Expression;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly statement: "loop";
      readonly position: number;
      /** Undefined: for ever. */
      readonly test: Expression | undefined;
      readonly testAtEnd: boolean;
      readonly body: readonly Statement[];
      readonly update: readonly Expression[];
      readonly label: number;
    }
  /** `for (const local of bpf.range(count))` by the kernel's iterator. */
  | {
      readonly statement: "range";
      readonly position: number;
      /** The number of rounds, none when it is negative; the kernel's iterator does at most 2^23. */
      readonly count: Expression;
      /** The number of the round. */
      readonly local: Local;
      readonly body: readonly Statement[];
      readonly label: number;
      /** Numbers that the rounds change; `far`: into so many that the verifier can't walk through all of them. */
      readonly changed: readonly { readonly local: Local; readonly far: boolean }[];
    }
  | {
      readonly statement: "switch";
      readonly position: number;
      readonly value: Expression;
      /** A case without test is the default. Each falls into the next one. */
      readonly cases: readonly { readonly test: Expression | undefined; readonly body: readonly Statement[] }[];
      readonly label: number;
    }
  | { readonly statement: "break" | "continue"; readonly position: number; readonly label: number }
  | {
      readonly statement: "block";
      readonly position: number;
      readonly body: readonly Statement[];
      readonly label: number | undefined;
    }
  | { readonly statement: "return"; readonly position: number; readonly value: Expression | undefined };
