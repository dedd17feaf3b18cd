/** A program type as a table: one file each in `program-types/`. */
export interface ProgramType {
  /** The kernel's name without its prefix, in lower case: `"cgroup_skb"`. */
  readonly name: string;
  /** `enum bpf_prog_type`. */
  readonly id: number;
  readonly minimumKernel: string;
  /** Sections that name this type. */
  readonly sections: readonly ProgramSection[];
  readonly context: ContextLayout;
  /** Where the context says where the packet is; undefined when programs of this type can't access packets directly. */
  readonly packet?: PacketAccess;
  /** Where the context says which socket it is about; undefined when programs of this type have none. */
  readonly socket?: SocketPlace;
  readonly returns: ReturnRule;
  /** Names of the helpers that the kernel offers to this program type (keys of `helpers`). */
  readonly helpers: ReadonlySet<string>;
  /** Verdicts and other named numbers of this program type: `{ XDP_PASS: 2 }`. */
  readonly constants: Readonly<Record<string, number>>;
}

export interface ProgramSection {
  /** As libbpf writes it. `*` stands for one part that the user fills in (`"tracepoint/*​/*"`), `**` for all that follows. */
  readonly pattern: string;
  /** `enum bpf_attach_type`; undefined when the program type needs none at load. */
  readonly expectedAttachType: number | undefined;
  readonly attach: AttachKind;
  /** Narrower than the type's own, where the attach type decides. */
  readonly returns?: ReturnRule;
  /** What programs of this attach type see of the type's context, where that differs. */
  readonly context?: ContextLayout;
  /** First kernel that has it, when later than the program type. */
  readonly minimumKernel?: string;
  /** `BPF_F_*` of loading, such as `BPF_F_SLEEPABLE`. */
  readonly loadFlags?: number;
  /** What the kernel must be told at load, by the number of a type in its BTF. */
  readonly kernelType?: KernelTypeTarget;
  /** What `bpf.argument` and `bpf.result` read. */
  readonly arguments?: ArgumentPlaces;
}

/** What programs of a section attach to, each in a way of its own. */
export type AttachKind =
  | "cgroup"
  | "interface"
  | "tracepoint"
  | "rawTracepoint"
  | "socket"
  | "tcx"
  | "netkit"
  | "trafficControl"
  | "networkNamespace"
  | "socketMap"
  | "netfilter"
  | "route"
  | "mapEntry"
  | "kernelProbe"
  | "kernelProbes"
  | "userProbe"
  | "userProbes"
  | "userTracepoint"
  | "kernelFunction"
  | "lsmCgroup"
  | "perfEvent"
  | "iterator"
  | "extension"
  | "structOps"
  | "none";

/** A function or typedef of the kernel, whose name is what follows in the section, with something before it. */
export interface KernelTypeTarget {
  readonly kind: "function" | "typedef";
  readonly prefix: string;
}

/** Where the arguments of the probed function are. */
export interface ArgumentPlaces {
  /** Offsets in bytes from the start of the context, or of what `inside` points to. */
  readonly offsets: readonly number[];
  /** Offset of what the function returned. */
  readonly result?: number;
  /** Offset in the context of a pointer to the registers that hold the arguments. */
  readonly inside?: number;
}

export interface ReturnRule {
  /** Inclusive limits that the verifier enforces; undefined where any 32-bit number will do. */
  readonly range: readonly [low: number, high: number] | undefined;
  /** The numbers that mean something, where the verifier takes more than these. */
  readonly verdicts?: readonly number[];
}

export interface ContextField {
  /** In bytes from the start of the context. */
  readonly offset: number;
  /** In bits. */
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  /** `"network"`: kept in network order by the kernel, a host-order number in kernel functions. */
  readonly order: "host" | "network";
  readonly writable: boolean;
  /** In bits, where a write must be wider than the field (what follows the field is then zero). */
  readonly writeBits?: 32;
  /** Shares its memory with this other field: which of them counts depends on what the program is asked. */
  readonly unionWith?: string;
  /** Number of elements for an array such as `cb`; undefined for a scalar. */
  readonly length?: number;
  /** First kernel that has the field, when later than the program type. */
  readonly minimumKernel?: string;
}

/**
 * Direct packet access: two fields of the context that the verifier turns into the addresses of the packet's first byte and of
 * the byte after its last. Of a packet in fragments, they span the first one. Where there is no packet but something like it
 * (the value of a socket option), they are its ends.
 */
export interface PacketAccess {
  /** Offsets in bytes from the start of the context. */
  readonly data: number;
  readonly dataEnd: number;
  /** Of each of the two fields, in bytes: 4 in the older contexts, 8 in the newer ones. */
  readonly size: 4 | 8;
  /** Whether programs may change the packet in place. */
  readonly writable: boolean;
}

/** The context is itself a socket for the kernel, or has the address of one, 64 bits wide, which may be 0. */
export type SocketPlace = "context" | { readonly offset: number; readonly nullable: boolean };

export interface ContextLayout {
  /** The C struct, such as `"__sk_buff"`. */
  readonly struct: string;
  /** In bytes. */
  readonly size: number;
  readonly fields: Readonly<Record<string, ContextField>>;
}

/** A section with its parts filled in. */
export interface ResolvedSection {
  readonly section: string;
  readonly programType: ProgramType;
  readonly expectedAttachType: number | undefined;
  readonly attach: AttachKind;
  readonly returns: ReturnRule;
  readonly context: ContextLayout;
  /** First kernel that has programs for the section. */
  readonly minimumKernel: string;
  readonly loadFlags: number;
  readonly kernelType: KernelTypeTarget | undefined;
  readonly arguments: ArgumentPlaces | undefined;
  /** What stands for each `*` of the pattern: `["sched", "sched_switch"]`. */
  readonly target: readonly string[];
}
